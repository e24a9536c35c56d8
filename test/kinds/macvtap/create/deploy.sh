at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create macvtap mt0 (bridge on eno1)
link add link eno1 name mt0 address 52:54:00:12:34:56 up type macvtap mode bridge
TRUNKLINE_END

at 1
