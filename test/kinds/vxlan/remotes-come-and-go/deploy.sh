at 0
bridge -batch - <<'TRUNKLINE_END' || exit 1
# ~ update vxlan vx0 (VNI 100 on eno1): remotes +10.0.0.3 -10.0.0.4, learning true -> false
fdb delete 00:00:00:00:00:00 dev vx0 dst 10.0.0.4
TRUNKLINE_END

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update vxlan vx0 (VNI 100 on eno1): remotes +10.0.0.3 -10.0.0.4, learning true -> false
link set dev vx0 type vxlan nolearning
TRUNKLINE_END

at 2
bridge -batch - <<'TRUNKLINE_END' || exit 1
# ~ update vxlan vx0 (VNI 100 on eno1): remotes +10.0.0.3 -10.0.0.4, learning true -> false
fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.0.3
TRUNKLINE_END

at 3
