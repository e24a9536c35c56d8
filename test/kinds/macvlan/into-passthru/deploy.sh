at 0
# -/+ replace macvlan mv0 (passthru on eno1): mode bridge -> passthru (the kernel cannot change mode in place)
delete_links 1414680139 mv0 || exit 1

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# -/+ replace macvlan mv0 (passthru on eno1): mode bridge -> passthru (the kernel cannot change mode in place)
link add link eno1 name mv0 mtu 1500 up type macvlan mode passthru
# ~ restore address 10.0.0.9/24 on mv0 (put back: other changes take it away)
address replace 10.0.0.9/24 dev mv0
TRUNKLINE_END

at 2
