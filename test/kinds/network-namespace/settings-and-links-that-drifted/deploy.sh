at 0
ip -n blue -batch - <<'TRUNKLINE_END' || exit 1
# ~ update network-namespace blue: loopbackUp false -> true (drift)
link set dev lo up
# ~ update veth v-blue (to blue/uplink): peerMtu 1400 -> 1500 (drift)
link set dev uplink mtu 1500
TRUNKLINE_END

at 1
ip netns exec blue sh <<'TRUNKLINE_END' || exit 1
failed=0
put_value() { printf '%s\n' "$2" >"$1"; }
# ~ update sysctl net.ipv4.ip_forward = 1 in blue: value 0 -> 1 (drift)
put_value /proc/sys/net/ipv4/ip_forward 1 || exit 1
TRUNKLINE_END

at 2
ip -n blue -batch - <<'TRUNKLINE_END' || exit 1
# ~ update macvlan blue/mv (bridge on v-blue): mode private -> bridge (drift)
link set dev mv type macvlan mode bridge
# + create address 10.9.0.2/24 on blue/uplink (drift)
address replace 10.9.0.2/24 dev uplink
# + create route default via 10.9.0.1 in blue (drift)
route replace 0.0.0.0/0 via 10.9.0.1 metric 0 table 254
TRUNKLINE_END

at 3
