at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create route 10.50.0.0/16 via 10.0.100.2 and 10.0.100.3
route replace 10.50.0.0/16 metric 0 table 254 nexthop via 10.0.100.2 dev eno1 weight 1 nexthop via 10.0.100.3 weight 3
# + create route blackhole 10.51.0.0/16
route replace blackhole 10.51.0.0/16 metric 9999 table 254
# + create route 10.52.0.0/16 via 10.9.9.9 on eno1 in table 200
route replace 10.52.0.0/16 via 10.9.9.9 dev eno1 onlink metric 0 table 200
TRUNKLINE_END

at 1
