at 0
{
# ~ update bond bond0 (802.3ad over eno1): ports -eno2 (as it was before Trunkline)
  [ /sys/class/net/eno2/master -ef /sys/class/net/bond0 ] && echo link set dev eno2 nomaster
} | ip -force -batch - || failed=1

at 1
{
# ~ restore link eno2: up false -> true (put back: other changes take it away)
  [ -e /sys/class/net/eno2 ] && echo link set dev eno2 up
} | ip -force -batch - || failed=1

at 2
exit $failed
