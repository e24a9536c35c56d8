at 0
# -/+ replace vxlan vx0 (VNI 101 on eno1): vni 100 -> 101 (the kernel cannot change vni in place)
delete_links 1414680139 vx0 || exit 1

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# -/+ replace vxlan vx0 (VNI 101 on eno1): vni 100 -> 101 (the kernel cannot change vni in place)
link add name vx0 mtu 1450 address 52:54:00:00:00:08 up type vxlan id 101 dev eno1 local 10.0.0.1 dstport 4789 learning ttl 0 tos 0x0 ageing 300
TRUNKLINE_END

at 2
bridge -batch - <<'TRUNKLINE_END' || exit 1
# -/+ replace vxlan vx0 (VNI 101 on eno1): vni 100 -> 101 (the kernel cannot change vni in place)
fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.0.2
TRUNKLINE_END

at 3
