at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update gre site2 (gre to 10.0.0.2): local 10.0.0.1 -> none, key 261 -> none, ttl 64 -> 0
link set dev site2 mtu 1472 type gre local any nokey ttl 0
TRUNKLINE_END

at 1
