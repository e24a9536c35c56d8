at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# + create traffic-class 2 of eno1 (200mbit to 1gbit) (drift)
class replace dev eno1 parent 746c:1 classid 746c:2 htb rate 200mbit ceil 1gbit burst 245k cburst 1221k quantum 200000 prio 0
qdisc replace dev eno1 parent 746c:2 fq_codel
filter replace dev eno1 parent 746c: pref 32 handle 1 protocol 802.1Q flower vlan_id 200 classid 746c:2
filter replace dev eno1 parent 746c: pref 34 handle 1 protocol ip flower ip_tos 0xb8/0xfc classid 746c:2
filter replace dev eno1 parent 746c: pref 35 handle 1 protocol ipv6 flower ip_tos 0xb8/0xfc classid 746c:2
filter replace dev eno1 parent 746c: pref 36 protocol all handle 0x7/0xff fw classid 746c:2
TRUNKLINE_END

at 1
