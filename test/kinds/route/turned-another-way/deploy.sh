at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update route unreachable 10.9.0.0/16: via 10.0.100.9 -> none, type none -> unreachable
route replace unreachable 10.9.0.0/16 metric 0 table 254
# ~ update route 10.8.0.0/16 via 10.0.100.4: via none -> 10.0.100.4 (drift)
route replace 10.8.0.0/16 via 10.0.100.4 metric 0 table 254
TRUNKLINE_END

at 1
