at 0
# + create firewall-zone eno1 in internal (as it was before Trunkline)
put_in_zone eno1 internal || failed=1

at 1
exit $failed
