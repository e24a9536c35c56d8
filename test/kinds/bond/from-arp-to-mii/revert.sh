at 0
{
# ~ update bond bond0 (active-backup over eno2, eno1): miimonMs 100 -> 0, arpIntervalMs 0 -> 200, arpIpTargets [] -> ["10.0.0.1","10.0.0.2"], arpValidate none -> filter, arpMissedMax 2 -> 5, failOverMac active -> none (as it was before Trunkline)
  [ /sys/class/net/eno2/master -ef /sys/class/net/bond0 ] && echo link set dev eno2 nomaster
  [ /sys/class/net/eno1/master -ef /sys/class/net/bond0 ] && echo link set dev eno1 nomaster
  echo link set dev bond0 type bond fail_over_mac none
} | ip -force -batch - || failed=1

at 1
{
# ~ update bond bond0 (active-backup over eno2, eno1): miimonMs 100 -> 0, arpIntervalMs 0 -> 200, arpIpTargets [] -> ["10.0.0.1","10.0.0.2"], arpValidate none -> filter, arpMissedMax 2 -> 5, failOverMac active -> none (as it was before Trunkline)
  [ ! /sys/class/net/eno2/master -ef /sys/class/net/bond0 ] && echo link set dev eno2 down
  echo link set dev eno2 master bond0
  echo link set dev eno2 up
} | ip -force -batch - || failed=1

at 2
{
# ~ update bond bond0 (active-backup over eno2, eno1): miimonMs 100 -> 0, arpIntervalMs 0 -> 200, arpIpTargets [] -> ["10.0.0.1","10.0.0.2"], arpValidate none -> filter, arpMissedMax 2 -> 5, failOverMac active -> none (as it was before Trunkline)
  [ ! /sys/class/net/eno1/master -ef /sys/class/net/bond0 ] && echo link set dev eno1 down
  echo link set dev eno1 master bond0
  echo link set dev eno1 up
  echo link set dev bond0 address 52:54:00:00:01:02
  echo link set dev bond0 type bond miimon 0
  echo link set dev bond0 type bond arp_interval 200
  echo link set dev bond0 type bond arp_ip_target 10.0.0.1,10.0.0.2
  echo link set dev bond0 type bond arp_validate filter
  echo link set dev bond0 type bond arp_missed_max 5
} | ip -force -batch - || failed=1

at 3
exit $failed
