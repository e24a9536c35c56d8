at 0
# - remove bond bond0 (active-backup over enp2s0, enp3s0)
delete_links 1414680139 bond0 || exit 1

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ restore link enp2s0: up false -> true (put back: other changes take it away)
link set dev enp2s0 up
TRUNKLINE_END

at 2
# - remove unmanaged enp2s0, enp3s0 (ifupdown leaves them alone)
hand_over ifupdown back enp2s0 enp3s0 || exit 1

at 3
