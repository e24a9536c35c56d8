at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# ~ update policer 20mbit into eno1 of VLAN 200: rate none -> 20mbit, burstKiB none -> 128 (drift)
filter replace dev eno1 ingress pref 29803 handle 200 protocol 802.1Q flower vlan_id 200 action police rate 20mbit burst 128k mtu 65535 conform-exceed drop/continue
TRUNKLINE_END

at 1
