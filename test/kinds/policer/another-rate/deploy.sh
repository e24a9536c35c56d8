at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# ~ update policer 30mbit into eno1 of VLAN 200: rate 20mbit -> 30mbit, burstKiB 128 -> 184
filter replace dev eno1 ingress pref 29803 handle 200 protocol 802.1Q flower vlan_id 200 action police rate 30mbit burst 184k mtu 65535 conform-exceed drop/continue
TRUNKLINE_END

at 1
