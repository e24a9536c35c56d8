at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update bridge br200 (port vnet0): ports -eno1, stp false -> true
link set dev eno1 nomaster
link set dev br200 type bridge stp_state 1
TRUNKLINE_END

at 1
