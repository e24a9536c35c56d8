at 0
{
# ~ update mirror eno1 to eno2: direction ingress -> both (as it was before Trunkline)
  echo filter replace dev eno1 ingress pref 29801 handle 1 protocol all flower action mirred egress mirror dev eno2 continue
  echo filter replace dev eno1 egress pref 29801 handle 1 protocol all flower action mirred egress mirror dev eno2 continue
} | tc -force -batch - || failed=1

at 1
exit $failed
