at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# ~ update traffic-class 2 of eno1 (200mbit to 1gbit): matches [{"unknown":["32 802.1Q flower 0x1 dst_port 22 eth_type ipv4 ip_proto tcp vlan_ethtype ip vlan_id 200"]},{"unknown":["34 ip flower 0x1 eth_type ipv4 ip_tos 184/252","35 ipv6 flower 0x1 eth_type ipv6 ip_tos 184/255"]},{"unknown":["36 all fw 0x7/0xff"]}] -> [{"vlanId":200},{"dscp":46},{"mark":7,"markMask":255}] (drift)
filter del dev eno1 parent 746c: pref 32
filter del dev eno1 parent 746c: pref 34
filter del dev eno1 parent 746c: pref 35
filter del dev eno1 parent 746c: pref 36
filter replace dev eno1 parent 746c: pref 32 handle 1 protocol 802.1Q flower vlan_id 200 classid 746c:2
filter replace dev eno1 parent 746c: pref 34 handle 1 protocol ip flower ip_tos 0xb8/0xfc classid 746c:2
filter replace dev eno1 parent 746c: pref 35 handle 1 protocol ipv6 flower ip_tos 0xb8/0xfc classid 746c:2
filter replace dev eno1 parent 746c: pref 36 protocol all handle 0x7/0xff fw classid 746c:2
TRUNKLINE_END

at 1
