at 0
# -/+ replace vlan guests (id 201 on eno1): vlanId 200 -> 201 (the kernel cannot change vlanId in place)
delete_links 1414680139 guests || exit 1

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# -/+ replace vlan guests (id 201 on eno1): vlanId 200 -> 201 (the kernel cannot change vlanId in place)
link add link eno1 name guests mtu 1500 up type vlan protocol 802.1Q id 201
# ~ restore bridge br200 (port guests, vnet0): ports +guests (put back: other changes take it away)
link set dev guests master br200 up
TRUNKLINE_END

at 2
