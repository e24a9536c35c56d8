at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create vrf blue (table 20)
link add name blue up type vrf table 20
# + create vrf-member eno1 in blue
link set dev eno1 master blue
# + create address 10.20.0.11/24 on eno1
address replace 10.20.0.11/24 dev eno1
# + create route default via 10.20.0.1 on eno1 in table 20
route replace 0.0.0.0/0 via 10.20.0.1 dev eno1 metric 0 table 20
TRUNKLINE_END

at 1
