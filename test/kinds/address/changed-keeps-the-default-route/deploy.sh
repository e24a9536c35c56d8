at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# - remove address 10.0.100.11/24 on eno1
address delete 10.0.100.11/24 dev eno1
# + create address 10.0.100.12/24 on eno1
address replace 10.0.100.12/24 dev eno1
# ~ restore route default via 10.0.100.1 (put back: other changes take it away)
route replace 0.0.0.0/0 via 10.0.100.1 metric 0 table 254
TRUNKLINE_END

at 1
