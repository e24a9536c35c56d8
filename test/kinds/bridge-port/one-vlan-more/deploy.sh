at 0
bridge -batch - <<'TRUNKLINE_END' || exit 1
# ~ update bridge-port eno1 in br0: tagged 1000-1999 -> 1000-2000
vlan add dev eno1 vid 2000
TRUNKLINE_END

at 1
