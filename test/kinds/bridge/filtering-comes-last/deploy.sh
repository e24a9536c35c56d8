at 0
bridge -batch - <<'TRUNKLINE_END' || exit 1
# ~ update bridge br0 (port eno1): vlanFiltering false -> true, tagged none -> 100, untagged 1 -> none, pvid 1 -> none
vlan add dev br0 vid 100 self
vlan del dev br0 vid 1 self
# ~ update bridge-port eno1 in br0: tagged none -> 100,200-299, untagged 1 -> none, pvid 1 -> none
vlan add dev eno1 vid 100
vlan add dev eno1 vid 200-299
vlan del dev eno1 vid 1
TRUNKLINE_END

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update bridge br0 (port eno1): vlanFiltering false -> true, tagged none -> 100, untagged 1 -> none, pvid 1 -> none
link set dev br0 type bridge vlan_filtering 1
TRUNKLINE_END

at 2
