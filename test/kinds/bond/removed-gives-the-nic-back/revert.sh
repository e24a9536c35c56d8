at 0
{
# - remove address 10.0.100.11/24 on eno1 (as it was before Trunkline)
  [ -e /sys/class/net/eno1 ] && echo address delete 10.0.100.11/24 dev eno1
} | ip -force -batch - || :

at 1
{
# + create bond bond0 (802.3ad over eno1, eno2) (as it was before Trunkline)
  [ ! -e /sys/class/net/bond0 ] && echo link add name bond0 mtu 1500 address 52:54:00:00:00:02 type bond mode 802.3ad miimon 100 updelay 0 downdelay 0 peer_notify_delay 0 use_carrier 1 lacp_rate fast lacp_active on ad_select stable ad_actor_sys_prio 65535 ad_user_port_key 0 min_links 0 xmit_hash_policy layer2 num_grat_arp 1 all_slaves_active 0
} | ip -force -batch - || failed=1

at 2
{
# + create bond bond0 (802.3ad over eno1, eno2) (as it was before Trunkline)
  [ ! /sys/class/net/eno1/master -ef /sys/class/net/bond0 ] && echo link set dev eno1 down
  echo link set dev eno1 master bond0
  echo link set dev eno1 up
} | ip -force -batch - || failed=1

at 3
{
# + create bond bond0 (802.3ad over eno1, eno2) (as it was before Trunkline)
  [ ! /sys/class/net/eno2/master -ef /sys/class/net/bond0 ] && echo link set dev eno2 down
  echo link set dev eno2 master bond0
  echo link set dev eno2 up
  echo link set dev bond0 up
# + create vlan bond0.100 (id 100 on bond0) (as it was before Trunkline)
  [ ! -e /sys/class/net/bond0.100 ] && echo link add link bond0 name bond0.100 mtu 1500 up type vlan protocol 802.1Q id 100
# + create address 10.0.100.11/24 on bond0.100 (as it was before Trunkline)
  echo address replace 10.0.100.11/24 dev bond0.100
# -/+ replace route default via 10.0.100.1 on bond0.100: link eno1 -> bond0.100 (put back: other changes take it away)
  echo route replace 0.0.0.0/0 via 10.0.100.1 dev bond0.100 metric 0 table 254
} | ip -force -batch - || failed=1

at 4
exit $failed
