at 0
# - remove bpdu-filter eno2 (ingress) (as it was before Trunkline)
drop_bpdu_filters eno2 ingress || failed=1

at 1
# - remove bpdu-filter eno2 (ingress) (as it was before Trunkline)
drop_bpdu_filters eno2 egress || failed=1

at 2
# - remove bpdu-filter eno2 (ingress) (as it was before Trunkline)
release_clsact eno2 || failed=1

at 3
# - remove bpdu-filter eno1 (as it was before Trunkline)
drop_bpdu_filters eno1 ingress || failed=1

at 4
# - remove bpdu-filter eno1 (as it was before Trunkline)
drop_bpdu_filters eno1 egress || failed=1

at 5
# - remove bpdu-filter eno1 (as it was before Trunkline)
release_clsact eno1 || failed=1

at 6
exit $failed
