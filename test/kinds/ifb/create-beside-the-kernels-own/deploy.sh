at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create ifb ifb-up
link add name ifb-up mtu 1500 up type ifb
TRUNKLINE_END

at 1
