at 0
# -/+ replace vrf blue (table 21): table 20 -> 21 (the kernel cannot change table in place)
delete_links 1414680139 blue || exit 1

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# -/+ replace vrf blue (table 21): table 20 -> 21 (the kernel cannot change table in place)
link add name blue address 52:54:00:00:00:08 up type vrf table 21
# ~ restore vrf-member eno3 in blue (put back: other changes take it away)
link set dev eno3 master blue
# ~ restore address fd00:20::11/64 on eno3 (put back: other changes take it away)
address replace fd00:20::11/64 dev eno3
TRUNKLINE_END

at 2
