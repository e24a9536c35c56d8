at 0
{
# - remove policer 100mbit into eno1 (as it was before Trunkline)
  echo filter del dev eno1 ingress pref 29804 handle 1 protocol all flower
# - remove policer 20mbit into eno1 of VLAN 200 (as it was before Trunkline)
  echo filter del dev eno1 ingress pref 29803 handle 200 protocol 802.1Q flower
} | tc -force -batch - || :
release_clsact eno1 || failed=1

at 1
exit $failed
