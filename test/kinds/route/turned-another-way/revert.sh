at 0
{
# ~ update route 10.9.0.0/16 via 10.0.100.9 on eno1: type unreachable -> none, via none -> 10.0.100.9 (as it was before Trunkline)
  echo route replace 10.9.0.0/16 via 10.0.100.9 dev eno1 src 10.0.100.11 metric 0 table 254
# ~ update route 10.8.0.0/16 via 10.0.100.5 and 10.0.100.6: via 10.0.100.4 -> none (as it was before Trunkline)
  echo route replace 10.8.0.0/16 metric 0 table 254 nexthop via 10.0.100.5 dev eno1 weight 1 nexthop via 10.0.100.6 dev eno1 weight 2
} | ip -force -batch - || failed=1

at 1
exit $failed
