at 0
# + create unmanaged bond0, enp2s0, enp3s0 (NetworkManager leaves them alone)
hand_over NetworkManager away bond0 enp2s0 enp3s0 || exit 1

at 1
# + create bond bond0 (active-backup over enp2s0, enp3s0)
ip link add name bond0 address "$(cat /sys/class/net/enp2s0/address)" type bond mode active-backup || exit 1

at 2
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create bond bond0 (active-backup over enp2s0, enp3s0)
link set dev enp2s0 down
link set dev enp2s0 master bond0
link set dev enp2s0 up
link set dev enp3s0 down
link set dev enp3s0 master bond0
link set dev enp3s0 up
link set dev bond0 up
TRUNKLINE_END

at 3
