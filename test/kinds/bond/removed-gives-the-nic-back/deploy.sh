at 0
# - remove bond bond0 (802.3ad over eno1, eno2)
delete_links 1414680139 bond0 || exit 1

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ restore link eno1: up false -> true (put back: other changes take it away)
link set dev eno1 up
# + create address 10.0.100.11/24 on eno1 (as it was before Trunkline)
address replace 10.0.100.11/24 dev eno1
# -/+ replace route default via 10.0.100.1 on eno1: link bond0.100 -> eno1 (put back: other changes take it away)
route replace 0.0.0.0/0 via 10.0.100.1 dev eno1 metric 0 table 254
TRUNKLINE_END

at 2
