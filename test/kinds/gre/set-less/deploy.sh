at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update gre site2 (gre to 10.0.0.2): local 10.0.0.1 -> none, ttl 64 -> 0, key 261 -> none
link set dev site2 mtu 1472 type gre local any ttl 0 nokey
TRUNKLINE_END

at 1
