at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# ~ update traffic-class 2 of eno1 (300mbit to 1gbit): rate 200mbit -> 300mbit, queue fq_codel -> sfq, matches [{"vlanId":200},{"dscp":46},{"mark":7,"markMask":255}] -> [{"vlanId":200},{"dscp":46,"from":"10.0.100.0/24"}], burstKiB 245 -> 367
class replace dev eno1 parent 746c:1 classid 746c:2 htb rate 300mbit ceil 1gbit burst 367k cburst 1221k quantum 200000 prio 0
qdisc replace dev eno1 parent 746c:2 sfq
filter del dev eno1 parent 746c: pref 34
filter del dev eno1 parent 746c: pref 35
filter del dev eno1 parent 746c: pref 36
filter replace dev eno1 parent 746c: pref 34 handle 1 protocol ip flower ip_tos 0xb8/0xfc src_ip 10.0.100.0/24 classid 746c:2
TRUNKLINE_END

at 1
