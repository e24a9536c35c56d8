at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# ~ update mirror eno1 to eno2: direction both -> ingress
filter replace dev eno1 ingress pref 29801 handle 1 protocol all flower action mirred egress mirror dev eno2 continue
filter del dev eno1 egress pref 29801 handle 1 protocol all flower
TRUNKLINE_END
release_clsact eno1 || exit 1

at 1
