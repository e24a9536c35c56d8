export type { Suppression } from '../lib/intent/intent';
export { AccessBridge, type AccessBridgeProps } from './access-bridge/access-bridge';
export { Address, type AddressProps } from './address/address';
export { Bond, type BondOptions, type BondProps } from './bond/bond';
export type { ArpValidate, BondMode, XmitHashPolicy } from './bond/bond.schema';
export { Bridge, type BridgeOptions, type BridgeProps, type VlanAwareOptions } from './bridge/bridge';
export type { PortVlanOptions, VlanIds } from './bridge/port-vlan-options';
export {
  BridgePort,
  type BridgePortOptions,
  type BridgePortProps,
  type IBridge,
} from './bridge-port/bridge-port';
export { Dns, type DnsProps } from './dns/dns';
export { Host } from './host/host';
export type { DeployWith, HostProps, SshProps } from './host/host-props';
export { type ILink, LinkConstruct, type LinkLike, ResourceConstruct } from './host/resource-construct';
export { kinds } from './kinds';
export { Link, type LinkProps } from './link/link';
export { OvsBridge, type OvsBridgeProps } from './ovs-bridge/ovs-bridge';
export { OvsPort, type OvsPortOptions, type OvsPortProps } from './ovs-port/ovs-port';
export { type NextHop, Route, type RouteProps } from './route/route';
export type { RouteType } from './route/route.kind';
export { Rule, type RuleProps } from './rule/rule';
export type { RuleAction } from './rule/rule.kind';
export { Sysctl, type SysctlProps } from './sysctl/sysctl';
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
export { Vlan, type VlanProps } from './vlan/vlan';
export type { VlanProtocol } from './vlan/vlan.kind';
export { VlanBridge, type VlanBridgeProps } from './vlan-bridge/vlan-bridge';
export { VlanGateway, type VlanGatewayProps } from './vlan-gateway/vlan-gateway';
export {
  PlannedVlan,
  VlanPlan,
  type VlanProps as PlannedVlanProps,
  type VlanRole,
} from './vlan-plan/vlan-plan';
