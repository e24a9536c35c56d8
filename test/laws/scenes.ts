import fc from 'fast-check';
import { kinds } from '../../constructs/kinds';
import { INTENT_FORMAT, type Intent, parseIntent } from '../../lib/intent/intent';
import type { Props, Resource } from '../../lib/kind';
import { namespaceOf, within } from '../../lib/net';
import { goalOf, plan } from '../../lib/plan/plan';
import type { HostRecord } from '../../lib/state/record';
import { RECORD_FORMAT } from '../../lib/state/record';
import { address4, address6, arbitraries, optional, type Place } from './arbitraries';
import { complete } from './complete';
import { stateOf } from './encode';
import { Kernel } from './kernel';

const strip = (props: Props): Props =>
  Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));

export const resource = (kind: string, props: Props): Resource => ({ kind, props: strip(props) });

/** What is in a network namespace has it declared beside it. */
const withNamespaces = (resources: readonly Resource[]): readonly Resource[] => {
  const named = new Set(resources.flatMap(one => (kinds.has(one.kind) ? kinds.namespaces(one) : [])));
  const declared = resources.flatMap(({ kind, props }) => (kind === 'network-namespace' ? [props.name] : []));
  const missing = [...named].filter(name => !declared.includes(name));
  return [...resources, ...missing.map(name => ({ kind: 'network-namespace', props: { name } }))];
};

export const intentOf = (resources: readonly Resource[]): Intent =>
  parseIntent(kinds, {
    formatVersion: INTENT_FORMAT,
    host: 'kvm01',
    resources: withNamespaces(resources),
  });

export const recordOf = (intent: Intent, originals: readonly Resource[] = [], revision = 1): HostRecord => ({
  formatVersion: RECORD_FORMAT,
  revision,
  token: `t${revision}`,
  intent,
  originals,
});

const nic = (name: string, up = true): Resource => ({ kind: 'link', props: { name, up, mtu: 1500 } });

/** A place of its own for each kind, and what must be on a host for a resource there. */
export const PLACE: Place = { name: 'x0', link: 'eno1', ports: ['eno2', 'eno3'], ovs: 'ovs0', vrf: 'vrf0' };

/** The same in a network namespace. */
export const INSIDE: Place = {
  name: 'blue/x0',
  link: 'blue/eno1',
  ports: ['blue/eno2', 'blue/eno3'],
  ovs: 'ovs0',
  vrf: 'blue/vrf0',
};

/** Ports that are there without us, as the kernel makes them. */
const twoBridges = ({ link, ports }: Place): Resource[] => {
  const at = (name: string) => within(namespaceOf(link), name);
  return new Kernel([
    blue,
    ...[link, ...ports].map(name => nic(name)),
    resource('bridge', { name: at('swb'), ports: [ports[0]], up: true }),
    resource('bridge', { name: at('swc'), ports: [ports[1]], up: true }),
  ]).resources;
};

const blue = resource('network-namespace', { name: 'blue', loopbackUp: true });

export const surroundings = (kind: string, place: Place = PLACE): Resource[] =>
  kind === 'bridge-port' ? twoBridges(place) : around(kind, place);

const around = (kind: string, { link, ports, vrf }: Place): Resource[] => [
  blue,
  ...[link, ...ports].map(name => nic(name)),
  ...(kind === 'vrf-member'
    ? [
        resource('address', { link, address: '10.7.0.1/16' }),
        resource('address', { link, address: 'fd00:7::1/64' }),
        resource(
          'route',
          complete.route!({ to: '10.9.0.0/16', via: '10.7.0.2', link, ...namespaced(namespaceOf(link)) }),
        ),
      ]
    : []),
  ...(kind === 'vrf-member'
    ? [vrf, `${vrf}b`].map((name, n) => resource('vrf', { name, table: 100 + n }))
    : []),
  ...(kind === 'traffic-class'
    ? [resource('shaper', { link, discipline: 'htb', rate: '10gbit', burstKiB: 12208 })]
    : []),
  ...(kind === 'ovs-port' ? ['ovs0', 'ovs0b'].map(name => resource('ovs-bridge', { name })) : []),
  ...(kind === 'route'
    ? ['10.7.0.1/16', 'fd00:7::1/64'].flatMap(address =>
        [link, ports[0]!].map(one => resource('address', { link: one, address })),
      )
    : []),
];

const namespaced = (namespace: string | undefined) => (namespace === undefined ? {} : { namespace });

/** Valid properties of a kind, as they stand in a parsed intent. */
export const propsOf = (kind: string, place: Place = PLACE): fc.Arbitrary<Props> =>
  arbitraries[kind]!(place).map(props => intentOf([resource(kind, props)]).resources[0]!.props);

/** A confirmed host: what it is, and what it remembers. */
export interface Scene {
  readonly kernel: Kernel;
  readonly record?: HostRecord;
}

export const stateAt = ({ kernel, record }: Scene) => stateOf(kernel.resources, record);

/** Plans, carries out and confirms. */
export function deploy(scene: Scene, intent: Intent): Scene {
  const made = plan(kinds, intent, stateAt(scene));
  const kernel = new Kernel(scene.kernel.resources).carryOut(made.changes, goalOf(made));
  return { kernel, record: recordOf(intent, made.originals, (scene.record?.revision ?? 0) + 1) };
}

/** A host before Trunkline: NICs, one of them with addresses and default routes, and what others run on it. */
export const plainHost: fc.Arbitrary<Resource[]> = fc
  .record({
    four: address4,
    six: optional(address6),
    closed: fc.subarray(['eno3', 'eno4']),
    dns: optional(address4),
  })
  .map(({ four, six, closed, dns }) => [
    ...['eno1', 'eno2', 'eno3', 'eno4'].map(name => nic(name, !closed.includes(name))),
    resource('address', { link: 'eno1', address: `${four}/24` }),
    resource('route', { to: '0.0.0.0/0', via: '10.7.0.254', link: 'eno1' }),
    ...(six
      ? [
          resource('address', { link: 'eno1', address: `${six}/64` }),
          resource('route', { to: '::/0', via: 'fd00:7::fffe', link: 'eno1' }),
        ]
      : []),
    ...(dns ? [resource('dns', { servers: [dns] })] : []),
    resource('sysctl', { key: 'net.ipv4.ip_forward', value: '0', dropIn: null }),
    resource('sysctl', { key: 'net.ipv4.conf.eno1.forwarding', value: '0', dropIn: null }),
    ...FOREIGN,
  ]);

/** What others made on the host and Trunkline must never touch. */
export const FOREIGN: readonly Resource[] = [
  resource('bridge', { name: 'docker0', ports: ['veth1'], up: true }),
  nic('veth1'),
  resource('address', { link: 'docker0', address: '172.17.0.1/16' }),
  nic('wg0'),
  resource('address', { link: 'wg0', address: '10.99.0.1/24' }),
  resource('route', { to: '10.98.0.0/16', link: 'wg0' }),
  nic('vnet7'),
];

interface Red {
  readonly cable: string;
  readonly loopbackUp: boolean;
  readonly forward?: string;
  readonly lower: string;
  readonly ruled: boolean;
}

/** A network namespace with names of the host's own, a cable out of it, and a link on one of the host. */
const inRed = ({ cable, loopbackUp, forward, lower, ruled }: Red, base: string): Resource[] => [
  resource('network-namespace', { name: 'red', loopbackUp }),
  resource('veth', { name: 'r0', peer: `red/${cable}` }),
  resource('dummy', { name: 'red/eno2' }),
  resource('bridge', { name: 'red/br0', ports: [`red/${cable}`, 'red/eno2'] }),
  resource('address', { link: 'red/br0', address: '10.7.0.9/24' }),
  resource('address', { link: 'red/br0', address: 'fd00:7::9/64' }),
  resource('route', { to: '0.0.0.0/0', via: '10.7.0.254', namespace: 'red' }),
  ...(ruled ? [resource('rule', { family: 4, priority: 100, table: 77, namespace: 'red' })] : []),
  ...(forward
    ? [
        resource('sysctl', {
          key: 'net.ipv4.ip_forward',
          value: forward,
          dropIn: null,
          namespace: 'red',
        }),
      ]
    : []),
  ...(lower === 'vlan' ? [resource('vlan', { name: 'red/x.0', link: base, vlanId: 99 })] : []),
  ...(lower === 'macvlan' ? [resource('macvlan', { name: 'red/mv', link: base })] : []),
];

const gateways = (where: string, six: boolean, link: string): Resource[] =>
  where === 'none'
    ? []
    : ['10.7.0.254', ...(six ? ['fd00:7::fffe'] : [])].map(via =>
        resource('route', { to: 'default', via, link: where === 'anywhere' ? undefined : link }),
      );

/** An intent over that host: uplinks bonded or not, VLANs, bridges, addresses, a default route and the rest. */
export const hostIntent: fc.Arbitrary<Intent> = fc
  .record({
    bonded: fc.boolean(),
    uplinks: fc.constantFrom(['eno1'], ['eno1', 'eno2'], ['eno2', 'eno3']),
    mode: fc.constantFrom('active-backup', '802.3ad', 'balance-xor'),
    lacpRate: fc.constantFrom('slow', 'fast'),
    stp: fc.boolean(),
    vlans: fc.uniqueArray(fc.integer({ min: 2, max: 12 }), { minLength: 1, maxLength: 4 }),
    bridged: fc.subarray([0, 1, 2, 3]),
    four: address4,
    six: optional(address6),
    gateway: fc.constantFrom('none', 'on its link', 'anywhere'),
    mtu: fc.constantFrom(undefined, 1500, 9000),
    shift: fc.integer({ min: 0, max: 1 }),
    dns: optional(arbitraries.dns!(PLACE)),
    dhcp: fc.constantFrom(undefined, 4, 6),
    forward: optional(fc.constantFrom('0', '1')),
    ownForward: fc.constantFrom('0', '1'),
    ovs: fc.boolean(),
    vrf: fc.constantFrom(undefined, 'blue', 'green'),
    peer: optional(fc.constantFrom('p0', 'p1')),
    red: optional(
      fc.record({
        cable: fc.constantFrom('up0', 'up1'),
        loopbackUp: fc.boolean(),
        forward: optional(fc.constantFrom('0', '1')),
        lower: fc.constantFrom('none', 'vlan', 'macvlan'),
        ruled: fc.boolean(),
      }),
    ),
    shaped: fc.constantFrom(undefined, 'tbf', 'htb'),
    zone: optional(fc.constantFrom('internal', 'guests')),
    mirrored: fc.constantFrom(undefined, 'both', 'egress'),
  })
  .chain(draw => {
    const { bonded, uplinks, mode, lacpRate, mtu } = draw;
    const base = bonded ? 'bond0' : uplinks[0]!;
    const lacp = mode === '802.3ad' ? { lacpRate } : {};
    const names = draw.vlans.map((vlanId, index) => ({
      vlan: `x.${index}`,
      vlanId: vlanId + draw.shift,
      bridge: draw.bridged.includes(index) ? `br${index}` : undefined,
    }));
    const top = names[0]!.bridge ?? names[0]!.vlan;
    const made = [
      ...names.map(({ vlan, vlanId }) => resource('vlan', { name: vlan, link: base, vlanId, mtu })),
      ...names.flatMap(({ vlan, bridge }) =>
        bridge ? [resource('bridge', { name: bridge, ports: [vlan], stp: draw.stp })] : [],
      ),
      bonded
        ? resource('bond', { name: 'bond0', mode, ...lacp, ports: uplinks, miimonMs: 100, mtu })
        : resource('link', { name: base, up: true, mtu }),
      resource('address', { link: top, address: `${draw.four}/24` }),
      ...(draw.six ? [resource('address', { link: top, address: `${draw.six}/64` })] : []),
      ...gateways(draw.gateway, draw.six !== undefined, top),
      ...(draw.dns ? [resource('dns', draw.dns)] : []),
      ...(draw.zone ? [resource('firewall-zone', { link: top, zone: draw.zone })] : []),
      ...(draw.dhcp ? [resource('dhcp-client', { link: names[0]!.vlan, family: draw.dhcp })] : []),
      ...(draw.vrf
        ? [
            resource('vrf', { name: draw.vrf, table: 77 }),
            resource('vrf-member', { link: top, vrf: draw.vrf }),
          ]
        : []),
      ...(draw.peer
        ? [
            resource('veth', { name: 'v0', peer: draw.peer }),
            resource('vlan', { name: 'v.5', link: draw.peer, vlanId: 5 }),
            resource('address', { link: 'v.5', address: 'fd00:9::1/64' }),
          ]
        : []),
      ...(draw.red ? inRed(draw.red, base) : []),
      ...(draw.shaped ? [resource('shaper', { link: top, discipline: draw.shaped, rate: '100mbit' })] : []),
      ...(draw.shaped === 'htb'
        ? [
            resource('traffic-class', { link: top, classId: 4095, rate: '10mbit' }),
            resource('traffic-class', {
              ...{ link: top, classId: 2, rate: '20mbit', ceil: '100mbit' },
              matches: [{ dscp: 46 }],
            }),
          ]
        : []),
      ...(draw.mirrored && draw.peer
        ? [resource('mirror', { link: names[0]!.vlan, to: draw.peer, direction: draw.mirrored })]
        : []),
      ...(draw.mirrored ? [resource('policer', { link: top, vlanId: 5, rate: '8kbit' })] : []),
      ...(draw.forward
        ? [resource('sysctl', { key: 'net.ipv4.ip_forward', value: draw.forward, dropIn: draw.forward })]
        : []),
      // Always there: what it is given back to is what it was when it was first described.
      resource('sysctl', { key: 'net.ipv4.conf.eno1.forwarding', value: draw.ownForward, dropIn: null }),
      ...(draw.ovs
        ? [
            resource('ovs-port', { name: 'eno4', bridge: 'ovs0', trunks: [5, 6] }),
            resource('ovs-bridge', { name: 'ovs0' }),
          ]
        : []),
    ];
    // In whatever order a person writes them.
    return fc.shuffledSubarray(made, { minLength: made.length }).map(intentOf);
  });
