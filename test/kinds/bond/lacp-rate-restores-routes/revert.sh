at 0
{
# ~ update bond bond0 (802.3ad over eno1, eno2): lacpRate slow -> fast (as it was before Trunkline)
  echo link set dev bond0 down
  echo link set dev bond0 type bond lacp_rate fast
  echo link set dev bond0 up
# ~ restore address fd00:100::11/64 on bond0.100 (put back: other changes take it away)
  echo address replace fd00:100::11/64 dev bond0.100
# ~ update route default via 10.0.100.1 on bond0.100: link none -> bond0.100, onLink none -> false (as it was before Trunkline)
  echo route replace 0.0.0.0/0 via 10.0.100.1 dev bond0.100 metric 0 table 254
# ~ restore route 10.9.0.0/16 via 10.0.100.9 on bond0.100 (put back: other changes take it away)
  echo route replace 10.9.0.0/16 via 10.0.100.9 dev bond0.100 metric 50 table 254
} | ip -force -batch - || failed=1

at 1
exit $failed
