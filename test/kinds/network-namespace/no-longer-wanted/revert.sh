at 0
# + create network-namespace blue (as it was before Trunkline)
if [ ! -e /run/netns/blue ]; then
ip netns add blue || failed=1
fi

at 1
{
# + create veth v-blue (to blue/uplink) (as it was before Trunkline)
  [ ! -e /sys/class/net/v-blue ] && echo link add name v-blue mtu 1500 address 52:54:00:00:00:10 type veth peer name uplink netns blue mtu 1400 address 52:54:00:00:00:11
  echo link set dev v-blue up
} | ip -force -batch - || failed=1

at 2
if [ -e /run/netns/blue ]; then
ip netns exec blue sh <<'TRUNKLINE_END' || failed=1
failed=0
{
# + create veth v-blue (to blue/uplink) (as it was before Trunkline)
  echo link set dev uplink up
} | ip -force -batch - || failed=1
exit $failed
TRUNKLINE_END
fi

at 3
if [ -e /run/netns/blue ]; then
ip netns exec blue sh <<'TRUNKLINE_END' || failed=1
failed=0
put_value() { printf '%s\n' "$2" >"$1"; }
# + create sysctl net.ipv4.ip_forward = 0 in blue (as it was before Trunkline)
put_value /proc/sys/net/ipv4/ip_forward 0 || failed=1
exit $failed
TRUNKLINE_END
fi

at 4
{
# + create macvlan blue/mv (private on v-blue) (as it was before Trunkline)
  ! ip -n blue link show dev mv >/dev/null 2>&1 && echo link add link v-blue name mv netns blue mtu 1500 address 52:54:00:00:00:12 up type macvlan mode private
} | ip -force -batch - || failed=1

at 5
exit $failed
