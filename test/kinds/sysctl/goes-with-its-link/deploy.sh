at 0
# - remove sysctl net.ipv6.conf.vlan15.accept_ra = 0
drop_file /etc/sysctl.d/90-trunkline-net.ipv6.conf.vlan15.accept_ra.conf || exit 1

at 1
# - remove vlan vlan15 (id 15 on eno1)
delete_links 1414680139 vlan15 || exit 1

at 2
