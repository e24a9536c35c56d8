at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create veth ve0 (to ve1)
link add name ve0 address 52:54:00:00:00:10 type veth peer name ve1 mtu 1400
link set dev ve0 up
link set dev ve1 up
# + create bridge br0 (port ve1)
link add name br0 up type bridge
link set dev ve1 master br0 up
TRUNKLINE_END

at 1
