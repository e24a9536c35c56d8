at 0
# + create unmanaged enp2s0 (ifupdown leaves it alone)
hand_over ifupdown away enp2s0 || exit 1

at 1
# + create unmanaged enp2s0, enp2s0.5 (NetworkManager leaves them alone)
hand_over NetworkManager away enp2s0 enp2s0.5 || exit 1

at 2
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create vlan enp2s0.5 (id 5 on enp2s0)
link add link enp2s0 name enp2s0.5 up type vlan id 5
TRUNKLINE_END

at 3
