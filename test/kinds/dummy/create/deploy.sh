at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create dummy loop0
link add name loop0 up type dummy
# + create address 10.0.0.11/32 on loop0
address replace 10.0.0.11/32 dev loop0
TRUNKLINE_END

at 1
