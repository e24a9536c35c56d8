at 0
# ~ update ovs-port eno2 in ovs0 (tag 100): tag none -> 100, trunks [100] -> [], vlanMode none -> access (as it was before Trunkline)
ovs-vsctl --timeout=20 \
  -- set Port eno2 tag=100 \
  -- clear Port eno2 trunks \
  -- set Port eno2 vlan_mode=access || failed=1

at 1
exit $failed
