at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# ~ update mirror eno1 to eno2: to none -> eno2 (drift)
filter replace dev eno1 ingress pref 29801 handle 1 protocol all flower action mirred egress mirror dev eno2 continue
filter replace dev eno1 egress pref 29801 handle 1 protocol all flower action mirred egress mirror dev eno2 continue
TRUNKLINE_END

at 1
