at 0
{
# + create policer 20mbit into eno1 of VLAN 200 (as it was before Trunkline)
  echo qdisc replace dev eno1 clsact
  echo filter replace dev eno1 ingress pref 29803 handle 200 protocol 802.1Q flower vlan_id 200 action police rate 20mbit burst 128k mtu 65535 conform-exceed drop/continue
} | tc -force -batch - || failed=1

at 1
exit $failed
