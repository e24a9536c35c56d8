at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# + create mirror eno1 to eno2
qdisc replace dev eno1 clsact
filter replace dev eno1 ingress pref 29801 handle 1 protocol all flower action mirred egress mirror dev eno2 continue
filter replace dev eno1 egress pref 29801 handle 1 protocol all flower action mirred egress mirror dev eno2 continue
# + create mirror eno1 VLAN 200 to eno2
qdisc replace dev eno1 clsact
filter replace dev eno1 ingress pref 29802 handle 200 protocol 802.1Q flower vlan_id 200 action mirred egress mirror dev eno2 continue
TRUNKLINE_END

at 1
