at 0
# -/+ replace veth ve0 (to ve2): peer ve1 -> ve2 (the kernel cannot change peer in place)
delete_links 1414680139 ve0 || exit 1

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# -/+ replace veth ve0 (to ve2): peer ve1 -> ve2 (the kernel cannot change peer in place)
link add name ve0 mtu 1500 address 52:54:00:00:00:08 type veth peer name ve2 mtu 1500 address 52:54:00:00:00:09
link set dev ve0 up
link set dev ve2 up
TRUNKLINE_END

at 2
