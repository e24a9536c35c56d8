at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update bond bond0 (802.3ad over eno1, eno2): lacpRate fast -> slow
link set dev bond0 down
link set dev bond0 type bond lacp_rate slow
link set dev bond0 up
# ~ restore address fd00:100::11/64 on bond0.100 (put back: other changes take it away)
address replace fd00:100::11/64 dev bond0.100
# ~ restore route default via 10.0.100.1 (put back: other changes take it away)
route replace 0.0.0.0/0 via 10.0.100.1 metric 0 table 254
# ~ restore route 10.9.0.0/16 via 10.0.100.9 on bond0.100 (put back: other changes take it away)
route replace 10.9.0.0/16 via 10.0.100.9 dev bond0.100 metric 50 table 254
TRUNKLINE_END

at 1
