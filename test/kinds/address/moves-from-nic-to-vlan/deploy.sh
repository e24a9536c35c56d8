at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# - remove address 10.0.100.12/24 on eno1 (its link becomes a port; given back when released)
address delete 10.0.100.12/24 dev eno1
# - remove address 10.0.100.11/24 on eno1 (its link becomes a port; given back when released)
address delete 10.0.100.11/24 dev eno1
TRUNKLINE_END

at 1
# + create bond bond0 (802.3ad over eno1, eno2)
ip link add name bond0 address "$(cat /sys/class/net/eno1/address)" type bond mode 802.3ad miimon 100 lacp_rate fast || exit 1

at 2
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create bond bond0 (802.3ad over eno1, eno2)
link set dev eno1 down
link set dev eno1 master bond0
link set dev eno1 up
link set dev eno2 down
link set dev eno2 master bond0
link set dev eno2 up
link set dev bond0 up
# + create vlan bond0.100 (id 100 on bond0)
link add link bond0 name bond0.100 up type vlan id 100
# + create address 10.0.100.11/24 on bond0.100
address replace 10.0.100.11/24 dev bond0.100
# ~ restore route default via 10.0.100.1 (put back: other changes take it away)
route replace 0.0.0.0/0 via 10.0.100.1 metric 0 table 254
TRUNKLINE_END

at 3
