at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# -/+ replace shaper eno1 (1gbit, htb): discipline tbf -> htb, rate 100mbit -> 1gbit, burstKiB 123 -> 1221 (the kernel cannot change discipline in place)
qdisc del dev eno1 root handle 746c:
qdisc replace dev eno1 root handle 746c: htb default 0xfff
class replace dev eno1 parent 746c: classid 746c:1 htb rate 1gbit ceil 1gbit burst 1221k cburst 1221k quantum 200000 prio 0
# + create traffic-class rest of eno1 (100mbit to 1gbit)
class replace dev eno1 parent 746c:1 classid 746c:fff htb rate 100mbit ceil 1gbit burst 123k cburst 1221k quantum 200000 prio 3
qdisc replace dev eno1 parent 746c:fff fq_codel
# + create traffic-class 2 of eno1 (200mbit to 1gbit)
class replace dev eno1 parent 746c:1 classid 746c:2 htb rate 200mbit ceil 1gbit burst 245k cburst 1221k quantum 200000 prio 0
qdisc replace dev eno1 parent 746c:2 fq_codel
filter replace dev eno1 parent 746c: pref 32 handle 1 protocol 802.1Q flower vlan_id 200 classid 746c:2
TRUNKLINE_END

at 1
