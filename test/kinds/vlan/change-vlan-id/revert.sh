at 0
# -/+ replace vlan guests (id 200 on eno1): vlanId 201 -> 200 (the kernel cannot change vlanId in place)
delete_links 1414680139 guests || failed=1

at 1
{
# -/+ replace vlan guests (id 200 on eno1): vlanId 201 -> 200 (the kernel cannot change vlanId in place)
  [ ! -e /sys/class/net/guests ] && echo link add link eno1 name guests mtu 1500 up type vlan protocol 802.1Q id 200
# ~ restore bridge br200 (port guests, vnet0): ports +guests (put back: other changes take it away)
  echo link set dev guests master br200 up
} | ip -force -batch - || failed=1

at 2
exit $failed
