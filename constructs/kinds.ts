import { Registry } from '../lib/kind';
import { addressKind } from './address/address.kind';
import { bondKind } from './bond/bond.kind';
import { bpduFilterKind } from './bpdu-filter/bpdu-filter.kind';
import { bridgeKind } from './bridge/bridge.kind';
import { bridgePortKind } from './bridge-port/bridge-port.kind';
import { dhcpClientKind } from './dhcp-client/dhcp-client.kind';
import { dnsKind } from './dns/dns.kind';
import { dummyKind } from './dummy/dummy.kind';
import { firewallZoneKind } from './firewall-zone/firewall-zone.kind';
import { geneveKind } from './geneve/geneve.kind';
import { greKind } from './gre/gre.kind';
import { ifbKind } from './ifb/ifb.kind';
import { ipTunnelKind } from './ip-tunnel/ip-tunnel.kind';
import { linkKind } from './link/link.kind';
import { macvlanKind, macvtapKind } from './macvlan/macvlan.kind';
import { mirrorKind } from './mirror/mirror.kind';
import { networkNamespaceKind } from './network-namespace/network-namespace.kind';
import { ovsBridgeKind } from './ovs-bridge/ovs-bridge.kind';
import { ovsPortKind } from './ovs-port/ovs-port.kind';
import { policerKind } from './policer/policer.kind';
import { routeKind } from './route/route.kind';
import { ruleKind } from './rule/rule.kind';
import { shaperKind } from './shaper/shaper.kind';
import { trafficClassKind } from './shaper/traffic-class.kind';
import { sysctlKind } from './sysctl/sysctl.kind';
import { tapKind, tunKind } from './tap/tap.kind';
import { networkdKind } from './unmanaged/networkd.kind';
import { unmanagedKind } from './unmanaged/unmanaged.kind';
import { vethKind } from './veth/veth.kind';
import { vlanKind } from './vlan/vlan.kind';
import { vrfKind, vrfMemberKind } from './vrf/vrf.kind';
import { vxlanKind } from './vxlan/vxlan.kind';

/** Every kind that this build knows. A new kind adds its folder and its line here. */
export const kinds = new Registry([
  networkNamespaceKind,
  linkKind,
  bondKind,
  vlanKind,
  bridgeKind,
  bridgePortKind,
  dummyKind,
  ifbKind,
  macvlanKind,
  macvtapKind,
  tapKind,
  tunKind,
  vethKind,
  vxlanKind,
  geneveKind,
  greKind,
  ipTunnelKind,
  vrfKind,
  vrfMemberKind,
  ovsBridgeKind,
  ovsPortKind,
  addressKind,
  routeKind,
  ruleKind,
  shaperKind,
  trafficClassKind,
  policerKind,
  mirrorKind,
  bpduFilterKind,
  dhcpClientKind,
  dnsKind,
  firewallZoneKind,
  sysctlKind,
  unmanagedKind,
  networkdKind,
]);
