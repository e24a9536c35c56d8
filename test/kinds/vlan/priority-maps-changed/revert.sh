at 0
{
# ~ update vlan voice (id 200 on eno1): gvrp false -> true, mvrp true -> false, looseBinding true -> false, ingressQosMap {} -> {"5":5}, egressQosMap {"5":5,"6":6} -> {"0":1,"5":4} (as it was before Trunkline)
  echo link set dev voice type vlan gvrp on mvrp off loose_binding off ingress-qos-map 5:5 egress-qos-map 6:0 0:1 5:4
} | ip -force -batch - || failed=1

at 1
exit $failed
