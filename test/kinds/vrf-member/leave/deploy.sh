at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# - remove vrf-member eno3 in blue
link set dev eno3 nomaster
# ~ restore address fd00:20::11/64 on eno3 (put back: other changes take it away)
address replace fd00:20::11/64 dev eno3
TRUNKLINE_END

at 1
