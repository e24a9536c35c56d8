at 0
{
# ~ update bridge-port eno1 in br0: tagged 1000-2000 -> 1000-1999 (as it was before Trunkline)
  echo vlan del dev eno1 vid 2000
} | bridge -force -batch - || failed=1

at 1
exit $failed
