at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update bond bond0 (active-backup over enp3s0): ports -enp2s0
link set dev enp2s0 nomaster
TRUNKLINE_END

at 1
# ~ update unmanaged enp3s0 (ifupdown leaves it alone): links -enp2s0
hand_over ifupdown back enp2s0 || exit 1

at 2
