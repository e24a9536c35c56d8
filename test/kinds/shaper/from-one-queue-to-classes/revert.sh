at 0
{
# -/+ replace shaper eno1 (100mbit, tbf): discipline htb -> tbf, rate 1gbit -> 100mbit, burstKiB 1221 -> 123 (the kernel cannot change discipline in place)
  echo qdisc del dev eno1 root handle 746c:
} | tc -force -batch - || :

at 1
{
# -/+ replace shaper eno1 (100mbit, tbf): discipline htb -> tbf, rate 1gbit -> 100mbit, burstKiB 1221 -> 123 (the kernel cannot change discipline in place)
  echo qdisc replace dev eno1 root handle 746c: tbf rate 100mbit burst 123k latency 50ms
} | tc -force -batch - || failed=1

at 2
exit $failed
