at 0
if [ -e /run/netns/blue ]; then
ip netns exec blue sh <<'TRUNKLINE_END' || failed=1
failed=0
{
# - remove rule 100: from all oif blue/br0 table 77 (IPv6) in blue (as it was before Trunkline)
  echo rule delete priority 100
} | ip -6 -force -batch - || :
exit $failed
TRUNKLINE_END
fi

at 1
if [ -e /run/netns/blue ]; then
ip netns exec blue sh <<'TRUNKLINE_END' || failed=1
failed=0
delete_links() {
  group=$1 found=
  shift
  for link in "$@"; do
    [ ! -e "/sys/class/net/$link" ] || found="${found}link set dev $link group $group
"
  done
  [ -z "$found" ] || { printf '%s' "$found" | ip -force -batch - && ip link delete group "$group"; }
}
# - remove bridge blue/br0 (port blue/d0, blue/uplink) (as it was before Trunkline)
delete_links 1414680139 br0 || failed=1
exit $failed
TRUNKLINE_END
fi

at 2
if [ -e /run/netns/blue ]; then
ip netns exec blue sh <<'TRUNKLINE_END' || failed=1
failed=0
{
# - remove route default via 10.9.0.1 in blue (as it was before Trunkline)
  echo route delete 0.0.0.0/0 metric 0 table 254
} | ip -force -batch - || :
exit $failed
TRUNKLINE_END
fi

at 3
if [ -e /run/netns/blue ]; then
ip netns exec blue sh <<'TRUNKLINE_END' || failed=1
failed=0
delete_links() {
  group=$1 found=
  shift
  for link in "$@"; do
    [ ! -e "/sys/class/net/$link" ] || found="${found}link set dev $link group $group
"
  done
  [ -z "$found" ] || { printf '%s' "$found" | ip -force -batch - && ip link delete group "$group"; }
}
# - remove dummy blue/d0 (as it was before Trunkline)
# - remove vlan blue/v5 (id 5 on eno1) (as it was before Trunkline)
# - remove veth blue/to-green (to green/to-blue) (as it was before Trunkline)
delete_links 1414680139 d0 v5 to-green || failed=1
exit $failed
TRUNKLINE_END
fi

at 4
# - remove veth v-blue (to blue/uplink) (as it was before Trunkline)
delete_links 1414680139 v-blue || failed=1

at 5
# - remove network-namespace green (as it was before Trunkline)
if [ -e /run/netns/green ]; then
ip netns delete green || failed=1
fi

at 6
# - remove network-namespace blue (as it was before Trunkline)
if [ -e /run/netns/blue ]; then
ip netns delete blue || failed=1
fi

at 7
exit $failed
