at 0
# - remove ovs-port mgmt in ovs0 (tag 100) (as it was before Trunkline)
# - remove ovs-port eno2 in ovs0 (as it was before Trunkline)
# - remove ovs-bridge ovs0 (as it was before Trunkline)
ovs-vsctl --timeout=20 \
  -- --if-exists del-port mgmt \
  -- --if-exists del-port eno2 \
  -- --if-exists del-br ovs0 || failed=1

at 1
exit $failed
