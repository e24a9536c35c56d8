at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update vlan voice (id 200 on eno1): gvrp true -> false, ingressQosMap {"5":5} -> {}, mvrp false -> true, looseBinding false -> true, egressQosMap {"0":1,"5":4} -> {"5":5,"6":6}
link set dev voice type vlan gvrp off mvrp on loose_binding on ingress-qos-map 5:0 egress-qos-map 0:0 5:5 6:6
TRUNKLINE_END

at 1
