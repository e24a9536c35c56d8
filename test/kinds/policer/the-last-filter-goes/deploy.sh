at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# - remove policer 20mbit into eno1 of VLAN 200
filter del dev eno1 ingress pref 29803 handle 200 protocol 802.1Q flower
TRUNKLINE_END
release_clsact eno1 || exit 1

at 1
