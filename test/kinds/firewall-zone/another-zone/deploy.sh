at 0
# ~ update firewall-zone eno1 in guests: zone internal -> guests
put_in_zone eno1 guests || exit 1

at 1
