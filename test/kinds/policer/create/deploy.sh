at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# + create policer 20mbit into eno1 of VLAN 200
qdisc replace dev eno1 clsact
filter replace dev eno1 ingress pref 29803 handle 200 protocol 802.1Q flower vlan_id 200 action police rate 20mbit burst 128k mtu 65535 conform-exceed drop/continue
# + create policer 100mbit into eno1
qdisc replace dev eno1 clsact
filter replace dev eno1 ingress pref 29804 handle 1 protocol all flower action police rate 100mbit burst 611k mtu 65535 conform-exceed drop/continue
TRUNKLINE_END

at 1
