at 0
# - remove veth v-blue (to blue/uplink)
delete_links 1414680139 v-blue || exit 1

at 1
# - remove network-namespace blue
ip netns delete blue || exit 1

at 2
