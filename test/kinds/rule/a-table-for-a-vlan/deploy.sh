at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create route default via 10.0.100.1 on eno1 in table 100
route replace 0.0.0.0/0 via 10.0.100.1 dev eno1 metric 0 table 100
# + create rule 100: from 10.0.100.0/24 table 100
rule add priority 100 from 10.0.100.0/24 table 100
TRUNKLINE_END

at 1
ip -6 -batch - <<'TRUNKLINE_END' || exit 1
# + create rule 100: from fd00:100::/64 table 100 (IPv6)
rule add priority 100 from fd00:100::/64 table 100
TRUNKLINE_END

at 2
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create rule 99: from all fwmark 7/255 type prohibit
rule add priority 99 from all fwmark 7/255 type prohibit
TRUNKLINE_END

at 3
