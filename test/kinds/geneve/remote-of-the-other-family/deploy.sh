at 0
# -/+ replace geneve gnv0 (VNI 200 to fd00::3): remote 10.0.0.2 -> fd00::3 (the kernel cannot change remote in place)
delete_links 1414680139 gnv0 || exit 1

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# -/+ replace geneve gnv0 (VNI 200 to fd00::3): remote 10.0.0.2 -> fd00::3 (the kernel cannot change remote in place)
link add name gnv0 mtu 1450 address 52:54:00:00:00:08 up type geneve id 200 remote fd00::3 dstport 6081 ttl 0 tos 0x0
TRUNKLINE_END

at 2
