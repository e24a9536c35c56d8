at 0
{
# + create vlan vlan15 (id 15 on eno1) (as it was before Trunkline)
  [ ! -e /sys/class/net/vlan15 ] && echo link add link eno1 name vlan15 mtu 1500 up type vlan protocol 802.1Q id 15
} | ip -force -batch - || failed=1

at 1
# + create sysctl net.ipv6.conf.vlan15.accept_ra = 0 (as it was before Trunkline)
put_value /proc/sys/net/ipv6/conf/vlan15/accept_ra 0 || failed=1

at 2
# + create sysctl net.ipv6.conf.vlan15.accept_ra = 0 (as it was before Trunkline)
put_file /etc/sysctl.d/90-trunkline-net.ipv6.conf.vlan15.accept_ra.conf <<'TRUNKLINE_END' || failed=1
net.ipv6.conf.vlan15.accept_ra = 0
TRUNKLINE_END

at 3
exit $failed
