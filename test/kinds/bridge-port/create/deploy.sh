at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create bridge br0 (port eno1)
link add name br0 up type bridge vlan_default_pvid 0 vlan_filtering 1
link set dev eno1 master br0 up
TRUNKLINE_END

at 1
bridge -batch - <<'TRUNKLINE_END' || exit 1
# + create bridge br0 (port eno1)
vlan add dev br0 vid 100 self
vlan del dev br0 vid 1-99 self
vlan del dev br0 vid 101-4094 self
# + create bridge-port eno1 in br0
link set dev eno1 guard on
vlan add dev eno1 vid 5 pvid untagged
vlan add dev eno1 vid 100
vlan add dev eno1 vid 1000-1999
vlan del dev eno1 vid 1-4
vlan del dev eno1 vid 6-99
vlan del dev eno1 vid 101-999
vlan del dev eno1 vid 2000-4094
TRUNKLINE_END

at 2
