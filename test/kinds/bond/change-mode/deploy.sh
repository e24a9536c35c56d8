at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update bond bond0 (active-backup over eno1, eno2): lacpRate fast -> slow, mode 802.3ad -> active-backup
link set dev eno1 nomaster
link set dev eno2 nomaster
link set dev bond0 down
link set dev bond0 type bond lacp_rate slow
link set dev bond0 type bond mode active-backup
link set dev eno1 down
link set dev eno1 master bond0
link set dev eno1 up
link set dev eno2 down
link set dev eno2 master bond0
link set dev eno2 up
link set dev bond0 address 52:54:00:00:00:02
link set dev bond0 up
# ~ restore route default via 10.0.100.1 (put back: other changes take it away)
route replace 0.0.0.0/0 via 10.0.100.1 metric 0 table 254
TRUNKLINE_END

at 1
