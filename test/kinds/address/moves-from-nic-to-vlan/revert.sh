at 0
# - remove bond bond0 (802.3ad over eno1, eno2) (as it was before Trunkline)
delete_links 1414680139 bond0 || failed=1

at 1
{
# ~ restore link eno1: up false -> true (put back: other changes take it away)
  [ -e /sys/class/net/eno1 ] && echo link set dev eno1 up
# + create address 10.0.100.11/24 on eno1 (as it was before Trunkline)
  echo address replace 10.0.100.11/24 dev eno1
# + create address 10.0.100.12/24 on eno1 (as it was before Trunkline)
  echo address replace 10.0.100.12/24 dev eno1
# ~ update route default via 10.0.100.1 on eno1: link none -> eno1, onLink none -> false (as it was before Trunkline)
  echo route replace 0.0.0.0/0 via 10.0.100.1 dev eno1 metric 0 table 254
} | ip -force -batch - || failed=1

at 2
exit $failed
