at 0
{
# ~ update bridge br0 (port eno1): vlanFiltering true -> false, tagged 100 -> none, untagged none -> 1, pvid none -> 1 (as it was before Trunkline)
  echo link set dev br0 type bridge vlan_filtering 0
} | ip -force -batch - || failed=1

at 1
{
# ~ update bridge br0 (port eno1): vlanFiltering true -> false, tagged 100 -> none, untagged none -> 1, pvid none -> 1 (as it was before Trunkline)
  echo vlan add dev br0 vid 1 pvid untagged self
  echo vlan del dev br0 vid 100 self
# ~ update bridge-port eno1 in br0: tagged 100,200-299 -> none, untagged none -> 1, pvid none -> 1 (as it was before Trunkline)
  echo vlan add dev eno1 vid 1 pvid untagged
  echo vlan del dev eno1 vid 100
  echo vlan del dev eno1 vid 200-299
} | bridge -force -batch - || failed=1

at 2
exit $failed
