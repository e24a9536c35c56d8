at 0
# -/+ replace tun tun0: user root -> vpn (the kernel cannot change user in place)
delete_links 1414680139 tun0 || exit 1

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# -/+ replace tun tun0: user root -> vpn (the kernel cannot change user in place)
tuntap add dev tun0 mode tun user vpn
link set dev tun0 mtu 1500 up
TRUNKLINE_END

at 2
