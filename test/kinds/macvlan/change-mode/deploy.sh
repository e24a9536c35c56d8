at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update macvlan mv0 (source on eno1): mode bridge -> source, sourceMacs [] -> ["52:54:00:00:00:aa"]
link set dev mv0 type macvlan mode source macaddr set 52:54:00:00:00:aa
TRUNKLINE_END

at 1
