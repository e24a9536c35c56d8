at 0
# ~ update ovs-port eno2 in ovs0: tag 100 -> none, vlanMode access -> none, trunks [] -> [100]
ovs-vsctl --timeout=20 \
  -- clear Port eno2 tag \
  -- clear Port eno2 vlan_mode \
  -- set Port eno2 'trunks=[100]' || exit 1

at 1
