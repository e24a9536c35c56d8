at 0
# - remove firewall-zone eno1 in internal
put_in_zone eno1 || exit 1

at 1
