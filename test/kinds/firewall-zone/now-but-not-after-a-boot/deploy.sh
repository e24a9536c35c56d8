at 0
# + create firewall-zone eno1 in internal (drift)
put_in_zone eno1 internal || exit 1

at 1
