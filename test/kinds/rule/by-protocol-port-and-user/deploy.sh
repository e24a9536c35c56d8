at 0
ip -6 -batch - <<'TRUNKLINE_END' || exit 1
# -/+ replace rule 100: from all tos 0xb8 uidrange 0-99 table 77 (IPv6): uidRange 0-98 -> 0-99 (the kernel cannot change uidRange in place)
rule delete priority 100
TRUNKLINE_END

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# -/+ replace rule 121: from all l3mdev type unreachable: action prohibit -> unreachable (the kernel cannot change action in place)
rule delete priority 121
rule add priority 121 from all l3mdev type unreachable
# + create rule 200: from all type nop
rule add priority 200 from all type nop
TRUNKLINE_END

at 2
ip -6 -batch - <<'TRUNKLINE_END' || exit 1
# -/+ replace rule 100: from all tos 0xb8 uidrange 0-99 table 77 (IPv6): uidRange 0-98 -> 0-99 (the kernel cannot change uidRange in place)
rule add priority 100 from all tos 0xb8 uidrange 0-99 table 77
TRUNKLINE_END

at 3
