at 0
{
# - remove address 10.0.100.12/24 on eno1 (as it was before Trunkline)
  [ -e /sys/class/net/eno1 ] && echo address delete 10.0.100.12/24 dev eno1
} | ip -force -batch - || :

at 1
{
# + create address 10.0.100.11/24 on eno1 (as it was before Trunkline)
  echo address replace 10.0.100.11/24 dev eno1
# ~ update route default via 10.0.100.1 on eno1: link none -> eno1, onLink none -> false (as it was before Trunkline)
  echo route replace 0.0.0.0/0 via 10.0.100.1 dev eno1 metric 0 table 254
} | ip -force -batch - || failed=1

at 2
exit $failed
