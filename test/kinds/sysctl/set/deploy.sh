at 0
# ~ update sysctl net.ipv4.ip_forward = 1: value 0 -> 1, dropIn none -> 1
put_value /proc/sys/net/ipv4/ip_forward 1 || exit 1

at 1
# ~ update sysctl net.ipv4.ip_forward = 1: value 0 -> 1, dropIn none -> 1
put_file /etc/sysctl.d/90-trunkline-net.ipv4.ip_forward.conf <<'TRUNKLINE_END' || exit 1
net.ipv4.ip_forward = 1
TRUNKLINE_END

at 2
# ~ update sysctl net.ipv4.conf.bond0/100.rp_filter = 2: value 1 -> 2
put_value /proc/sys/net/ipv4/conf/bond0.100/rp_filter 2 || exit 1

at 3
