import fc from 'fast-check';
import { kinds } from '../../constructs/kinds';
import type { Props } from '../../lib/kind';
import { plan } from '../../lib/plan/plan';
import { complete } from './complete';
import { stateOf } from './encode';
import { intentOf, propsOf, recordOf, surroundings } from './scenes';

/** Runs over pairs of valid properties under one identity, property by property. */
function drifts(name: string, check: (props: Props, property: string, other: unknown) => void): Set<string> {
  const kind = kinds.of({ kind: name });
  const seen = new Set<string>();
  fc.assert(
    fc.property(propsOf(name), propsOf(name), (props, twin) => {
      for (const property of Object.keys(props)) {
        const other = twin[property];
        if (other === undefined || kind.annotations?.includes(property)) continue;
        if (JSON.stringify(other) === JSON.stringify(props[property])) continue;
        if (kind.key({ ...props, [property]: other }) !== kind.key(props)) continue;
        if (!kind.schema.safeParse({ ...props, [property]: other }).success) continue;
        seen.add(property);
        check(props, property, other);
      }
    }),
    { seed: 1, numRuns: 500 },
  );
  return seen;
}

describe.each(kinds.all.map(kind => kind.name))('%s', name => {
  const kind = kinds.of({ kind: name });

  test('drift of each property is found, and nothing else', () => {
    const seen = drifts(name, (props, property, other) => {
      const intent = intentOf([{ kind: name, props }]);
      const actual = { kind: name, props: complete[name]!({ ...props, [property]: other }) };
      const others = surroundings(name).filter(one => kinds.id(one) !== kinds.id(actual));
      const { changes } = plan(kinds, intent, stateOf([...others, actual], recordOf(intent)));
      if (kind.sets?.includes(property)) {
        const missing = (props[property] as string[]).filter(port => !(other as string[]).includes(port));
        const found = changes.flatMap(change => change.properties);
        expect(found).toEqual(missing.length > 0 ? [{ name: property, add: missing, drop: [] }] : []);
        return;
      }
      // What it takes along is put back: a VRF's links are closed for a moment.
      const [change, ...more] = changes;
      expect(more.filter(({ action }) => action !== 'restore')).toEqual([]);
      expect(change!.action).toBe(
        REPLACED[name]?.includes(property) ||
          kind.remakes?.({ name: property, from: other, to: props[property] })
          ? 'replace'
          : 'update',
      );
      expect(change!.reason).toBe('drift');
      expect(change!.properties).toEqual([{ name: property, from: other, to: props[property] }]);
    });
    expect([...seen].sort()).toEqual(DRIFTING[name]!);
  });
});

/** What can differ under one identity: not the key, not what is only said of the world outside. */
const DRIFTING: Readonly<Record<string, readonly string[]>> = {
  'network-namespace': ['loopbackUp'],
  link: ['mtu', 'up'],
  bond: [
    ...['adActorSysPrio', 'adActorSystem', 'adSelect', 'adUserPortKey', 'allSlavesActive', 'arpAllTargets'],
    ...['arpIntervalMs', 'arpIpTargets', 'arpMissedMax', 'arpValidate', 'downdelayMs', 'failOverMac'],
    ...['lacpActive', 'lacpRate', 'lpIntervalSec', 'mac', 'miimonMs', 'minLinks', 'mode', 'mtu'],
    ...['nsIp6Targets', 'numGratArp', 'packetsPerSlave', 'peerNotifDelayMs', 'ports', 'primary'],
    ...['primaryReselect', 'resendIgmp', 'tlbDynamicLb', 'up', 'updelayMs', 'useCarrier', 'xmitHashPolicy'],
  ],
  vlan: [
    ...['bridgeBinding', 'egressQosMap', 'gvrp', 'ingressQosMap', 'link', 'looseBinding', 'mtu', 'mvrp'],
    ...['protocol', 'reorderHdr', 'up', 'vlanId'],
  ],
  dummy: ['mac', 'mtu', 'up'],
  ifb: ['mtu', 'up'],
  macvlan: ['link', 'mac', 'mode', 'mtu', 'sourceMacs', 'up'],
  macvtap: ['link', 'mac', 'mode', 'mtu', 'sourceMacs', 'up'],
  tap: ['group', 'mac', 'mtu', 'multiQueue', 'up', 'user', 'vnetHdr'],
  tun: ['group', 'mtu', 'multiQueue', 'up', 'user', 'vnetHdr'],
  veth: ['mac', 'mtu', 'peer', 'peerMac', 'peerMtu', 'peerUp', 'up'],
  vxlan: [
    ...['ageingSec', 'group', 'learning', 'link', 'local', 'mac', 'mtu', 'port', 'remotes', 'tos', 'ttl'],
    ...['up', 'vni'],
  ],
  geneve: ['mac', 'mtu', 'port', 'remote', 'tos', 'ttl', 'up', 'vni'],
  gre: ['key', 'local', 'mac', 'mtu', 'remote', 'tos', 'ttl', 'type', 'up'],
  'ip-tunnel': ['local', 'mtu', 'remote', 'tos', 'ttl', 'type', 'up'],
  vrf: ['mac', 'table', 'up'],
  'vrf-member': ['vrf'],
  bridge: [
    ...['ageingTimeSec', 'forwardDelaySec', 'groupFwdMask', 'helloTimeSec', 'mac', 'maxAgeSec'],
    ...['mcastQuerier', 'mcastRouter', 'mcastSnooping', 'mtu', 'nfCallArptables', 'nfCallIp6tables'],
    ...['nfCallIptables', 'noLinklocalLearn', 'ports', 'priority'],
    ...['pvid', 'stp', 'tagged', 'untagged', 'up', 'vlanDefaultPvid', 'vlanFiltering', 'vlanProtocol'],
  ],
  'bridge-port': [
    ...['bcastFlood', 'bridge', 'cost', 'fastLeave', 'flood', 'guard', 'hairpin', 'isolated', 'learning'],
    ...['locked', 'mcastFlood', 'mcastRouter', 'mcastToUnicast', 'neighSuppress', 'priority', 'pvid'],
    ...['rootBlock', 'staticMacs', 'tagged', 'untagged'],
  ],
  'ovs-bridge': ['datapathType', 'failMode', 'mcastSnooping', 'stp'],
  'ovs-port': ['bridge', 'tag', 'trunks', 'type', 'vlanMode'],
  address: [],
  route: ['advMss', 'initCwnd', 'initRwnd', 'link', 'mtu', 'nextHops', 'source', 'type', 'via'],
  rule: [
    ...['action', 'dport', 'from', 'goto', 'inLink', 'ipProto', 'l3mdev', 'mark', 'markMask', 'not'],
    ...['outLink', 'sport', 'suppressIfGroup', 'suppressPrefixLength', 'table', 'to', 'tos', 'uidRange'],
  ],
  shaper: ['burstKiB', 'discipline', 'latencyMs', 'rate'],
  'traffic-class': ['burstKiB', 'ceil', 'matches', 'priority', 'queue', 'rate'],
  policer: ['burstKiB', 'rate'],
  mirror: ['direction', 'to'],
  'bpdu-filter': ['direction'],
  'dhcp-client': ['dns', 'hostname', 'metric', 'routes'],
  'firewall-zone': ['zone'],
  dns: ['search', 'servers'],
  sysctl: ['dropIn', 'value'],
  unmanaged: ['links'],
  networkd: [],
};

/** What the kernel, or OVSDB, cannot change in place. */
const REPLACED: Readonly<Record<string, readonly string[]>> = {
  vlan: ['link', 'protocol', 'vlanId'],
  'bridge-port': ['bridge'],
  'ovs-port': ['bridge', 'type'],
  rule: [
    ...['action', 'dport', 'from', 'goto', 'inLink', 'ipProto', 'l3mdev', 'mark', 'markMask', 'not'],
    ...['outLink', 'sport', 'suppressIfGroup', 'suppressPrefixLength', 'table', 'to', 'tos', 'uidRange'],
  ],
  macvlan: ['link'],
  macvtap: ['link'],
  tap: ['group', 'multiQueue', 'user', 'vnetHdr'],
  tun: ['group', 'multiQueue', 'user', 'vnetHdr'],
  veth: ['peer'],
  vxlan: ['group', 'link', 'local', 'port', 'vni'],
  geneve: ['port', 'vni'],
  gre: ['type'],
  'ip-tunnel': ['type'],
  vrf: ['table'],
  shaper: ['discipline'],
};
