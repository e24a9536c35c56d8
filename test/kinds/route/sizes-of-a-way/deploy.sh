at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update route 198.51.100.0/24 via 10.0.100.9 on eno1: advMss 1360 -> none, mtu 1400 -> 1420
route replace 198.51.100.0/24 via 10.0.100.9 dev eno1 metric 0 table 254 mtu 1420 initcwnd 11 initrwnd 12
TRUNKLINE_END

at 1
