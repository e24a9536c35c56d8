at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create vrf-member eno3 in blue
link set dev eno3 master blue
# ~ restore address fd00:20::11/64 on eno3 (put back: other changes take it away)
address replace fd00:20::11/64 dev eno3
# ~ restore route 10.21.0.0/16 via 10.20.0.1 on eno3 (put back: other changes take it away)
route replace 10.21.0.0/16 via 10.20.0.1 dev eno3 metric 0 table 254
TRUNKLINE_END

at 1
