at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update geneve gnv0 (VNI 200 to 10.0.0.3): remote 10.0.0.2 -> 10.0.0.3, ttl 0 -> 9, tos 0 -> inherit
link set dev gnv0 mtu 1450 type geneve id 200 remote 10.0.0.3 ttl 9 tos inherit
TRUNKLINE_END

at 1
