at 0
# - remove bridge br0 (port eno1) (as it was before Trunkline)
delete_links 1414680139 br0 || failed=1

at 1
exit $failed
