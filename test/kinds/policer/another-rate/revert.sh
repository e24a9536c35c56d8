at 0
{
# ~ update policer 20mbit into eno1 of VLAN 200: rate 30mbit -> 20mbit, burstKiB 184 -> 128 (as it was before Trunkline)
  echo filter replace dev eno1 ingress pref 29803 handle 200 protocol 802.1Q flower vlan_id 200 action police rate 20mbit burst 128k mtu 65535 conform-exceed drop/continue
} | tc -force -batch - || failed=1

at 1
exit $failed
