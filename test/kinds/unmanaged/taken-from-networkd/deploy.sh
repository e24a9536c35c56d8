at 0
# + create unmanaged enp2s0 (systemd-networkd leaves it alone)
hand_over systemd-networkd away enp2s0 || exit 1

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# - remove address 10.0.100.11/24 on enp2s0 (its link becomes a port; given back when released)
address delete 10.0.100.11/24 dev enp2s0
TRUNKLINE_END

at 2
# + create bond bond0 (active-backup over enp2s0, enp3s0)
ip link add name bond0 address "$(cat /sys/class/net/enp2s0/address)" type bond mode active-backup || exit 1

at 3
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create bond bond0 (active-backup over enp2s0, enp3s0)
link set dev enp2s0 down
link set dev enp2s0 master bond0
link set dev enp2s0 up
link set dev enp3s0 down
link set dev enp3s0 master bond0
link set dev enp3s0 up
link set dev bond0 up
# + create address 10.0.100.11/24 on bond0
address replace 10.0.100.11/24 dev bond0
TRUNKLINE_END

at 4
