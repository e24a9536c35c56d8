at 0
# - remove bond bond0 (active-backup over enp2s0, enp3s0) (as it was before Trunkline)
delete_links 1414680139 bond0 || failed=1

at 1
{
# ~ restore link enp2s0: up false -> true (put back: other changes take it away)
  [ -e /sys/class/net/enp2s0 ] && echo link set dev enp2s0 up
# ~ restore link enp3s0: up false -> true (put back: other changes take it away)
  [ -e /sys/class/net/enp3s0 ] && echo link set dev enp3s0 up
} | ip -force -batch - || failed=1

at 2
# - remove unmanaged bond0, enp2s0, enp3s0 (NetworkManager leaves them alone) (as it was before Trunkline)
hand_over NetworkManager back bond0 enp2s0 enp3s0 || failed=1

at 3
exit $failed
