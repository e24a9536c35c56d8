at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update bond bond0 (802.3ad over eno1, eno2): ports +eno2
link set dev eno2 down
link set dev eno2 master bond0
link set dev eno2 up
TRUNKLINE_END

at 1
