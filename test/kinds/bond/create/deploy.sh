at 0
# + create bond bond0 (active-backup over eno1, eno2)
ip link add name bond0 mtu 9000 address "$(cat /sys/class/net/eno1/address)" type bond mode active-backup miimon 100 updelay 200 || exit 1

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create bond bond0 (active-backup over eno1, eno2)
link set dev eno1 down
link set dev eno1 master bond0
link set dev eno1 up
link set dev eno2 down
link set dev eno2 master bond0
link set dev eno2 up
link set dev bond0 type bond primary eno2
link set dev bond0 up
TRUNKLINE_END

at 2
