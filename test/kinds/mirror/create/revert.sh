at 0
{
# - remove mirror eno1 VLAN 200 to eno2 (as it was before Trunkline)
  echo filter del dev eno1 ingress pref 29802 handle 200 protocol 802.1Q flower
# - remove mirror eno1 to eno2 (as it was before Trunkline)
  echo filter del dev eno1 ingress pref 29801 handle 1 protocol all flower
  echo filter del dev eno1 egress pref 29801 handle 1 protocol all flower
} | tc -force -batch - || :
release_clsact eno1 || failed=1

at 1
exit $failed
