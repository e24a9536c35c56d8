at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create bridge br0 (port eno2)
link add name br0 up type bridge stp_state 1 forward_delay 400
link set dev br0 mtu 1500
link set dev eno2 master br0 up
TRUNKLINE_END

at 1
