at 0
{
# ~ update traffic-class 2 of eno1 (200mbit to 1gbit): rate 300mbit -> 200mbit, burstKiB 367 -> 245, queue sfq -> fq_codel, matches [{"vlanId":200},{"dscp":46,"from":"10.0.100.0/24"}] -> [{"vlanId":200},{"dscp":46},{"mark":7,"markMask":255}] (as it was before Trunkline)
  echo class replace dev eno1 parent 746c:1 classid 746c:2 htb rate 200mbit ceil 1gbit burst 245k cburst 1221k quantum 200000 prio 0
  echo qdisc replace dev eno1 parent 746c:2 fq_codel
} | tc -force -batch - || failed=1

at 1
{
# ~ update traffic-class 2 of eno1 (200mbit to 1gbit): rate 300mbit -> 200mbit, burstKiB 367 -> 245, queue sfq -> fq_codel, matches [{"vlanId":200},{"dscp":46,"from":"10.0.100.0/24"}] -> [{"vlanId":200},{"dscp":46},{"mark":7,"markMask":255}] (as it was before Trunkline)
  echo filter del dev eno1 parent 746c: pref 34
} | tc -force -batch - || :

at 2
{
# ~ update traffic-class 2 of eno1 (200mbit to 1gbit): rate 300mbit -> 200mbit, burstKiB 367 -> 245, queue sfq -> fq_codel, matches [{"vlanId":200},{"dscp":46,"from":"10.0.100.0/24"}] -> [{"vlanId":200},{"dscp":46},{"mark":7,"markMask":255}] (as it was before Trunkline)
  echo filter replace dev eno1 parent 746c: pref 34 handle 1 protocol ip flower ip_tos 0xb8/0xfc classid 746c:2
  echo filter replace dev eno1 parent 746c: pref 35 handle 1 protocol ipv6 flower ip_tos 0xb8/0xfc classid 746c:2
  echo filter replace dev eno1 parent 746c: pref 36 protocol all handle 0x7/0xff fw classid 746c:2
} | tc -force -batch - || failed=1

at 3
exit $failed
