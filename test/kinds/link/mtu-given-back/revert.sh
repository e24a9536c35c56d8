at 0
{
# ~ update link eno1: mtu 1500 -> 9000 (as it was before Trunkline)
  [ -e /sys/class/net/eno1 ] && echo link set dev eno1 mtu 9000
} | ip -force -batch - || failed=1

at 1
exit $failed
