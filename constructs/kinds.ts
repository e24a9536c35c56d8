import { Registry } from '../lib/kind';
import { addressKind } from './address/address.kind';
import { bondKind } from './bond/bond.kind';
import { bridgeKind } from './bridge/bridge.kind';
import { bridgePortKind } from './bridge-port/bridge-port.kind';
import { dnsKind } from './dns/dns.kind';
import { linkKind } from './link/link.kind';
import { ovsBridgeKind } from './ovs-bridge/ovs-bridge.kind';
import { ovsPortKind } from './ovs-port/ovs-port.kind';
import { routeKind } from './route/route.kind';
import { ruleKind } from './rule/rule.kind';
import { sysctlKind } from './sysctl/sysctl.kind';
import { vlanKind } from './vlan/vlan.kind';

/** Every kind that this build knows. A new kind adds its folder and its line here. */
export const kinds = new Registry([
  linkKind,
  bondKind,
  vlanKind,
  bridgeKind,
  bridgePortKind,
  ovsBridgeKind,
  ovsPortKind,
  addressKind,
  routeKind,
  ruleKind,
  dnsKind,
  sysctlKind,
]);
