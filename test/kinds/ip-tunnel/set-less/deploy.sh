at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update ip-tunnel he-ipv6 (sit to 192.0.2.2): local 192.0.2.1 -> none, ttl 64 -> 0
link set dev he-ipv6 type sit local any ttl 0
# + create ip-tunnel site2 (ipip to 192.0.2.2)
link add name site2 up type ipip remote 192.0.2.2 local 192.0.2.1 ttl 64
TRUNKLINE_END

at 1
