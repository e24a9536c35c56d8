at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update bond bond0 (active-backup over eno2, eno1): arpIntervalMs 200 -> 0, arpIpTargets ["10.0.0.1","10.0.0.2"] -> [], arpValidate filter -> none, arpMissedMax 5 -> 2, miimonMs 0 -> 100, failOverMac none -> active
link set dev eno2 nomaster
link set dev eno1 nomaster
link set dev bond0 type bond fail_over_mac active
link set dev eno2 down
link set dev eno2 master bond0
link set dev eno2 up
link set dev eno1 down
link set dev eno1 master bond0
link set dev eno1 up
link set dev bond0 address 52:54:00:00:01:02
link set dev bond0 type bond miimon 100
link set dev bond0 type bond updelay 0
link set dev bond0 type bond downdelay 0
link set dev bond0 type bond peer_notify_delay 0
link set dev bond0 type bond arp_interval 0
link set dev bond0 type bond arp_ip_target ,
link set dev bond0 type bond arp_validate none
link set dev bond0 type bond arp_missed_max 2
TRUNKLINE_END

at 1
