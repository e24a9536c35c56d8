export type { Suppression } from '../lib/intent/intent';
export { AccessBridge, type AccessBridgeProps } from './access-bridge/access-bridge';
export { Address, type AddressProps } from './address/address';
export { Bond, type BondOptions, type BondProps } from './bond/bond';
export type { ArpValidate, BondMode, XmitHashPolicy } from './bond/bond.schema';
export { BpduFilter, type BpduFilterProps } from './bpdu-filter/bpdu-filter';
export type { BpduDirection } from './bpdu-filter/bpdu-filter.kind';
export { Bridge, type BridgeOptions, type BridgeProps, type VlanAwareOptions } from './bridge/bridge';
export type { PortVlanOptions, VlanIds } from './bridge/port-vlan-options';
export {
  BridgePort,
  type BridgePortOptions,
  type BridgePortProps,
  type IBridge,
} from './bridge-port/bridge-port';
export { DhcpClient, type DhcpClientProps } from './dhcp-client/dhcp-client';
export { Dns, type DnsProps } from './dns/dns';
export { Dummy, type DummyProps } from './dummy/dummy';
export { FirewallZone, type FirewallZoneProps } from './firewall-zone/firewall-zone';
export { Geneve, type GeneveProps } from './geneve/geneve';
export { Gre, type GreProps } from './gre/gre';
export type { GreType } from './gre/gre.kind';
export { Host } from './host/host';
export type { DeployWith, HostProps, SshProps } from './host/host-props';
export {
  type ILink,
  type INetworkNamespace,
  LinkConstruct,
  type LinkLike,
  ResourceConstruct,
} from './host/resource-construct';
export { Ifb, type IfbProps } from './ifb/ifb';
export { IpTunnel, type IpTunnelProps } from './ip-tunnel/ip-tunnel';
export type { IpTunnelType } from './ip-tunnel/ip-tunnel.kind';
export { kinds } from './kinds';
export { Link, type LinkProps } from './link/link';
export {
  type Ipv4Settings,
  type Ipv6Settings,
  LinkSettings,
  type LinkSettingsProps,
} from './link-settings/link-settings';
export { Slaac, type SlaacProps } from './link-settings/slaac';
export { Macvlan, type MacvlanProps } from './macvlan/macvlan';
export type { MacvlanMode } from './macvlan/macvlan.kind';
export { Macvtap, type MacvtapProps } from './macvlan/macvtap';
export { Mirror, type MirrorProps } from './mirror/mirror';
export type { MirrorDirection } from './mirror/mirror.kind';
export { NetworkNamespace, type NetworkNamespaceProps } from './network-namespace/network-namespace';
export { OvsBridge, type OvsBridgeProps } from './ovs-bridge/ovs-bridge';
export { OvsPort, type OvsPortOptions, type OvsPortProps } from './ovs-port/ovs-port';
export { Policer, type PolicerProps } from './policer/policer';
export { type NextHop, Route, type RouteProps } from './route/route';
export type { RouteType } from './route/route.kind';
export { Rule, type RuleProps } from './rule/rule';
export type { IpProtocol, RuleAction } from './rule/rule.kind';
export { Shaper, type ShaperProps } from './shaper/shaper';
export {
  TrafficClass,
  type TrafficClassOptions,
  type TrafficClassProps,
  type TrafficMatch,
} from './shaper/traffic-class';
export type { ClassQueue } from './shaper/traffic-class.kind';
export { Sysctl, type SysctlProps } from './sysctl/sysctl';
export { Tap, type TapProps } from './tap/tap';
export { Tun, type TunProps } from './tap/tun';
export {
  type AccessPortOptions,
  type HostVlanProps,
  TrunkBridge,
  type TrunkBridgeProps,
  type TrunkPortOptions,
  type VlanLike,
} from './trunk-bridge/trunk-bridge';
export {
  type ManagementProps,
  TrunkedHost,
  type TrunkedHostProps,
  type Uplink,
} from './trunked-host/trunked-host';
export { Veth, type VethProps } from './veth/veth';
export { Vlan, type VlanProps } from './vlan/vlan';
export type { VlanProtocol } from './vlan/vlan.kind';
export type { HostSide } from './vlan-bridge/guest-bridge';
export { VlanBridge, type VlanBridgeProps } from './vlan-bridge/vlan-bridge';
export { VlanGateway, type VlanGatewayProps } from './vlan-gateway/vlan-gateway';
export {
  PlannedVlan,
  VlanPlan,
  type VlanProps as PlannedVlanProps,
  type VlanRole,
} from './vlan-plan/vlan-plan';
export { Vrf, VrfMember, type VrfMemberProps, type VrfProps } from './vrf/vrf';
export { Vxlan, type VxlanProps } from './vxlan/vxlan';
