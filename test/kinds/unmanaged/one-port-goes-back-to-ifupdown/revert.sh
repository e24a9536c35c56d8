at 0
# ~ update unmanaged enp3s0, enp2s0 (ifupdown leaves them alone): links +enp2s0 (as it was before Trunkline)
hand_over ifupdown away enp2s0 || failed=1

at 1
{
# ~ update bond bond0 (active-backup over enp3s0, enp2s0): ports +enp2s0 (as it was before Trunkline)
  [ ! /sys/class/net/enp2s0/master -ef /sys/class/net/bond0 ] && echo link set dev enp2s0 down
  echo link set dev enp2s0 master bond0
  echo link set dev enp2s0 up
} | ip -force -batch - || failed=1

at 2
exit $failed
