at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# + create bpdu-filter eno1
qdisc replace dev eno1 clsact
filter replace dev eno1 ingress pref 29805 handle 1 protocol all flower dst_mac 01:80:c2:00:00:00 action drop
filter replace dev eno1 ingress pref 29805 handle 2 protocol all flower dst_mac 01:80:c2:00:00:08 action drop
filter replace dev eno1 ingress pref 29805 handle 3 protocol all flower dst_mac 01:00:0c:cc:cc:cd action drop
filter replace dev eno1 egress pref 29805 handle 1 protocol all flower dst_mac 01:80:c2:00:00:00 action drop
filter replace dev eno1 egress pref 29805 handle 2 protocol all flower dst_mac 01:80:c2:00:00:08 action drop
filter replace dev eno1 egress pref 29805 handle 3 protocol all flower dst_mac 01:00:0c:cc:cc:cd action drop
# + create bpdu-filter eno2 (ingress)
qdisc replace dev eno2 clsact
filter replace dev eno2 ingress pref 29805 handle 1 protocol all flower dst_mac 01:80:c2:00:00:00 action drop
filter replace dev eno2 ingress pref 29805 handle 2 protocol all flower dst_mac 01:80:c2:00:00:08 action drop
filter replace dev eno2 ingress pref 29805 handle 3 protocol all flower dst_mac 01:00:0c:cc:cc:cd action drop
TRUNKLINE_END

at 1
