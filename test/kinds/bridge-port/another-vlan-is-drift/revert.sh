at 0
{
# ~ update bridge-port eno1 in br0: isolated true -> false, tagged none -> 100, untagged 200 -> 200,300, pvid 200 -> 300, staticMacs ["52:54:00:00:00:01@200"] -> ["52:54:00:00:00:02@200"] (as it was before Trunkline)
  echo link set dev eno1 isolated off
  echo vlan add dev eno1 vid 300 pvid untagged
  echo vlan add dev eno1 vid 100
  echo vlan add dev eno1 vid 200 untagged
} | bridge -force -batch - || failed=1

at 1
{
# ~ update bridge-port eno1 in br0: isolated true -> false, tagged none -> 100, untagged 200 -> 200,300, pvid 200 -> 300, staticMacs ["52:54:00:00:00:01@200"] -> ["52:54:00:00:00:02@200"] (as it was before Trunkline)
  echo fdb del 52:54:00:00:00:01 dev eno1 master vlan 200
} | bridge -force -batch - || :

at 2
{
# ~ update bridge-port eno1 in br0: isolated true -> false, tagged none -> 100, untagged 200 -> 200,300, pvid 200 -> 300, staticMacs ["52:54:00:00:00:01@200"] -> ["52:54:00:00:00:02@200"] (as it was before Trunkline)
  echo fdb replace 52:54:00:00:00:02 dev eno1 master static vlan 200
} | bridge -force -batch - || failed=1

at 3
exit $failed
