at 0
# + create ovs-bridge ovs0
# + create ovs-port eno2 in ovs0
# + create ovs-port mgmt in ovs0 (tag 100)
ovs-vsctl --timeout=20 \
  -- --may-exist add-br ovs0 \
  -- set Bridge ovs0 external_ids:trunkline=owned \
  -- set Bridge ovs0 fail_mode=secure \
  -- --may-exist add-port ovs0 eno2 \
  -- set Port eno2 'trunks=[100,200]' \
  -- --may-exist add-port ovs0 mgmt \
  -- set Interface mgmt type=internal \
  -- set Port mgmt tag=100 || exit 1

at 1
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create address 10.0.100.11/24 on mgmt
address replace 10.0.100.11/24 dev mgmt
TRUNKLINE_END

at 2
