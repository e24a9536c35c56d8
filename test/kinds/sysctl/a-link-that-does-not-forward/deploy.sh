at 0
# ~ update sysctl net.ipv4.ip_forward = 1: value 0 -> 1
put_value /proc/sys/net/ipv4/ip_forward 1 || exit 1

at 1
# ~ restore sysctl net.ipv4.conf.eno1.forwarding = 0 (put back: other changes take it away)
put_value /proc/sys/net/ipv4/conf/eno1/forwarding 0 || exit 1

at 2
# ~ restore sysctl net.ipv4.conf.eno1.forwarding = 0 (put back: other changes take it away)
drop_file /etc/sysctl.d/90-trunkline-net.ipv4.conf.eno1.forwarding.conf || exit 1

at 3
