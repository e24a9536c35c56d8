at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create tap tap0
tuntap add dev tap0 mode tap user qemu multi_queue vnet_hdr
link set dev tap0 mtu 9000 up
# + create bridge br0 (port tap0)
link add name br0 up type bridge
link set dev tap0 master br0 up
TRUNKLINE_END

at 1
