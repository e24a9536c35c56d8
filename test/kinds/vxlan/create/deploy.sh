at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create vxlan vx0 (VNI 100 on eno1)
link add name vx0 up type vxlan id 100 dev eno1 local 10.0.0.1 dstport 4789 nolearning
TRUNKLINE_END

at 1
bridge -batch - <<'TRUNKLINE_END' || exit 1
# + create vxlan vx0 (VNI 100 on eno1)
fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.0.2
fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.0.3
TRUNKLINE_END

at 2
