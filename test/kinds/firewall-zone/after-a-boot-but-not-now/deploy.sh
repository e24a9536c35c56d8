at 0
# ~ update firewall-zone eno1 in internal: zone public -> internal (drift)
put_in_zone eno1 internal || exit 1

at 1
