at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update link eno1: mtu 9000 -> 1500 (as it was before Trunkline)
link set dev eno1 mtu 1500
TRUNKLINE_END

at 1
