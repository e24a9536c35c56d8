at 0
{
# ~ update bond bond0 (802.3ad over eno1, eno2): mode active-backup -> 802.3ad, lacpRate slow -> fast (as it was before Trunkline)
  [ /sys/class/net/eno1/master -ef /sys/class/net/bond0 ] && echo link set dev eno1 nomaster
  [ /sys/class/net/eno2/master -ef /sys/class/net/bond0 ] && echo link set dev eno2 nomaster
  echo link set dev bond0 down
  echo link set dev bond0 type bond mode 802.3ad
  echo link set dev bond0 type bond lacp_rate fast
} | ip -force -batch - || failed=1

at 1
{
# ~ update bond bond0 (802.3ad over eno1, eno2): mode active-backup -> 802.3ad, lacpRate slow -> fast (as it was before Trunkline)
  [ ! /sys/class/net/eno1/master -ef /sys/class/net/bond0 ] && echo link set dev eno1 down
  echo link set dev eno1 master bond0
  echo link set dev eno1 up
} | ip -force -batch - || failed=1

at 2
{
# ~ update bond bond0 (802.3ad over eno1, eno2): mode active-backup -> 802.3ad, lacpRate slow -> fast (as it was before Trunkline)
  [ ! /sys/class/net/eno2/master -ef /sys/class/net/bond0 ] && echo link set dev eno2 down
  echo link set dev eno2 master bond0
  echo link set dev eno2 up
  echo link set dev bond0 address 52:54:00:00:00:02
  echo link set dev bond0 up
# ~ update route default via 10.0.100.1 on bond0.100: link none -> bond0.100, onLink none -> false (as it was before Trunkline)
  echo route replace 0.0.0.0/0 via 10.0.100.1 dev bond0.100 metric 0 table 254
} | ip -force -batch - || failed=1

at 3
exit $failed
