at 0
# - remove firewall-zone eno1 in internal (as it was before Trunkline)
put_in_zone eno1 || failed=1

at 1
exit $failed
