at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update link eno1: mtu 1500 -> 9000
link set dev eno1 mtu 9000
TRUNKLINE_END

at 1
