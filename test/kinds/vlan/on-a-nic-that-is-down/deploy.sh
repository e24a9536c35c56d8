at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update link eno1: up false -> true
link set dev eno1 up
# + create vlan eno1.100 (id 100 on eno1)
link add link eno1 name eno1.100 mtu 1400 up type vlan id 100
TRUNKLINE_END

at 1
