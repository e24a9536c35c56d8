at 0
{
# - remove shaper eno2 (1500mbit, tbf) (as it was before Trunkline)
  echo qdisc del dev eno2 root handle 746c:
# - remove shaper eno1 (100mbit, tbf) (as it was before Trunkline)
  echo qdisc del dev eno1 root handle 746c:
} | tc -force -batch - || :

at 1
exit $failed
