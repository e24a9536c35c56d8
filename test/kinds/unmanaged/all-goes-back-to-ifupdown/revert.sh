at 0
# + create unmanaged enp2s0, enp3s0 (ifupdown leaves them alone) (as it was before Trunkline)
hand_over ifupdown away enp2s0 enp3s0 || failed=1

at 1
{
# + create bond bond0 (active-backup over enp2s0, enp3s0) (as it was before Trunkline)
  [ ! -e /sys/class/net/bond0 ] && echo link add name bond0 mtu 1500 address 52:54:00:00:01:09 type bond mode active-backup miimon 0 use_carrier 0 arp_validate none all_slaves_active 0
} | ip -force -batch - || failed=1

at 2
{
# + create bond bond0 (active-backup over enp2s0, enp3s0) (as it was before Trunkline)
  [ ! /sys/class/net/enp2s0/master -ef /sys/class/net/bond0 ] && echo link set dev enp2s0 down
  echo link set dev enp2s0 master bond0
  echo link set dev enp2s0 up
} | ip -force -batch - || failed=1

at 3
{
# + create bond bond0 (active-backup over enp2s0, enp3s0) (as it was before Trunkline)
  [ ! /sys/class/net/enp3s0/master -ef /sys/class/net/bond0 ] && echo link set dev enp3s0 down
  echo link set dev enp3s0 master bond0
  echo link set dev enp3s0 up
  echo link set dev bond0 up
} | ip -force -batch - || failed=1

at 4
exit $failed
