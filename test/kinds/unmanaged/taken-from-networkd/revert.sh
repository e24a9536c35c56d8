at 0
# - remove bond bond0 (active-backup over enp2s0, enp3s0) (as it was before Trunkline)
delete_links 1414680139 bond0 || failed=1

at 1
{
# ~ restore link enp2s0: up false -> true (put back: other changes take it away)
  [ -e /sys/class/net/enp2s0 ] && echo link set dev enp2s0 up
# ~ restore link enp3s0: up false -> true (put back: other changes take it away)
  [ -e /sys/class/net/enp3s0 ] && echo link set dev enp3s0 up
# + create address 10.0.100.11/24 on enp2s0 (as it was before Trunkline)
  echo address replace 10.0.100.11/24 dev enp2s0
} | ip -force -batch - || failed=1

at 2
# - remove unmanaged enp2s0 (systemd-networkd leaves it alone) (as it was before Trunkline)
hand_over systemd-networkd back enp2s0 || failed=1

at 3
exit $failed
