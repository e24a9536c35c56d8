at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update route 10.9.0.0/16 via 10.0.100.2 on eno1: source 10.0.100.11 -> none, via 10.0.100.9 -> 10.0.100.2
route replace 10.9.0.0/16 via 10.0.100.2 dev eno1 metric 0 table 254
# + create route fd09::/16 via fd00:100::1 in table 100
route replace fd09::/16 via fd00:100::1 metric 1024 table 100
TRUNKLINE_END

at 1
