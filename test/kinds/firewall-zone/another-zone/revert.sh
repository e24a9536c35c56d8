at 0
# ~ update firewall-zone eno1 in internal: zone guests -> internal (as it was before Trunkline)
put_in_zone eno1 internal || failed=1

at 1
exit $failed
