at 0
# + create network-namespace blue
ip netns add blue || exit 1

at 1
ip -n blue -batch - <<'TRUNKLINE_END' || exit 1
# + create network-namespace blue
link set dev lo up
TRUNKLINE_END

at 2
# + create network-namespace green
ip netns add green || exit 1

at 3
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create veth v-blue (to blue/uplink)
link add name v-blue type veth peer name uplink netns blue mtu 1400
link set dev v-blue up
TRUNKLINE_END

at 4
ip -n blue -batch - <<'TRUNKLINE_END' || exit 1
# + create veth v-blue (to blue/uplink)
link set dev uplink up
# + create veth blue/to-green (to green/to-blue)
link add name to-green type veth peer name to-blue netns green
link set dev to-green up
TRUNKLINE_END

at 5
ip -n green -batch - <<'TRUNKLINE_END' || exit 1
# + create veth blue/to-green (to green/to-blue)
link set dev to-blue up
TRUNKLINE_END

at 6
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create vlan blue/v5 (id 5 on eno1)
link add link eno1 name v5 netns blue up type vlan id 5
TRUNKLINE_END

at 7
ip -n blue -batch - <<'TRUNKLINE_END' || exit 1
# + create dummy blue/d0
link add name d0 up type dummy
# + create address 10.9.9.9/32 on blue/lo
address replace 10.9.9.9/32 dev lo
TRUNKLINE_END

at 8
ip netns exec blue sh <<'TRUNKLINE_END' || exit 1
failed=0
put_value() { printf '%s\n' "$2" >"$1"; }
# + create sysctl net.ipv4.ip_forward = 1 in blue
put_value /proc/sys/net/ipv4/ip_forward 1 || exit 1
TRUNKLINE_END

at 9
ip -n blue -batch - <<'TRUNKLINE_END' || exit 1
# + create bridge blue/br0 (port blue/d0, blue/uplink)
link add name br0 up type bridge
link set dev d0 master br0 up
link set dev uplink master br0 up
# + create address 10.9.0.2/24 on blue/br0
address replace 10.9.0.2/24 dev br0
# + create route default via 10.9.0.1 in blue
route replace 0.0.0.0/0 via 10.9.0.1 metric 0 table 254
TRUNKLINE_END

at 10
ip -6 -n blue -batch - <<'TRUNKLINE_END' || exit 1
# + create rule 100: from all oif blue/br0 table 77 (IPv6) in blue
rule add priority 100 from all oif br0 table 77
TRUNKLINE_END

at 11
