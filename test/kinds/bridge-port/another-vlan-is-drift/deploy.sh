at 0
bridge -batch - <<'TRUNKLINE_END' || exit 1
# ~ update bridge-port eno1 in br0: untagged 200,300 -> 200, pvid 300 -> 200, isolated false -> true, staticMacs ["52:54:00:00:00:02@200"] -> ["52:54:00:00:00:01@200"], tagged 100 -> none (drift)
link set dev eno1 isolated on
vlan add dev eno1 vid 200 pvid untagged
vlan del dev eno1 vid 100
vlan del dev eno1 vid 300
fdb del 52:54:00:00:00:02 dev eno1 master vlan 200
fdb replace 52:54:00:00:00:01 dev eno1 master static vlan 200
TRUNKLINE_END

at 1
