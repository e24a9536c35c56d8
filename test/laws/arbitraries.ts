import fc from 'fast-check';
import {
  adSelections,
  arpAllTargets,
  arpValidations,
  bondModes,
  failOverMacs,
  known,
  primaryReselections,
  xmitHashPolicies,
} from '../../constructs/bond/bond.schema';
import { bpduDirections } from '../../constructs/bpdu-filter/bpdu-filter.kind';
import { greTypes } from '../../constructs/gre/gre.kind';
import { ipTunnelTypes } from '../../constructs/ip-tunnel/ip-tunnel.kind';
import { macvlanModes } from '../../constructs/macvlan/macvlan.kind';
import { mirrorDirections } from '../../constructs/mirror/mirror.kind';
import { routeTypes } from '../../constructs/route/route.kind';
import { classQueues } from '../../constructs/shaper/traffic-class.kind';
import { vlanProtocols } from '../../constructs/vlan/vlan.kind';
import type { Props } from '../../lib/kind';
import { namespaceOf, placed, renderVlans, vlansOf, within } from '../../lib/net';

/** Where a resource stands: the names that it may use. Links that it names are there. */
export interface Place {
  readonly name: string;
  /** A link to stand on. */
  readonly link: string;
  /** Links that it may take. */
  readonly ports: readonly string[];
  /** An Open vSwitch bridge. */
  readonly ovs: string;
  /** A VRF. */
  readonly vrf: string;
}

export const optional = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(one, { nil: undefined });
const whole = (min: number, max: number) => fc.integer({ min, max });
const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);
const hundredths = (min: number, max: number) => whole(min * 100, max * 100).map(n => n / 100);
const mtu = whole(1280, 9216);
const id = whole(1, 4094);
const mac = whole(0, 0xffff).map(
  n =>
    `02:00:00:00:${n
      .toString(16)
      .padStart(4, '0')
      .replace(/(..)(..)/, '$1:$2')}`,
);
const domain = oneOf(['example.net', 'lab.example.net', 'a.b', 'x_y.example']);

export const address4 = whole(2, 250).map(n => `10.7.0.${n}`);
export const address6 = whole(2, 0xffff).map(n => `fd00:7::${n.toString(16)}`);
const address = fc.oneof(
  address4.map(text => `${text}/24`),
  address6.map(text => `${text}/64`),
);

const targets = (one: fc.Arbitrary<string>) => fc.uniqueArray(one, { minLength: 1, maxLength: 3 });

/** What watches the ports: MII with its delays, or ARP with its targets, or nothing. */
const bondMonitor: fc.Arbitrary<Props> = fc.oneof(
  fc
    .record({
      miimonMs: oneOf([50, 100]),
      useCarrier: optional(fc.boolean()),
      ticks: fc.tuple(whole(0, 9), whole(0, 9), whole(0, 9)),
    })
    .map(({ ticks: [up, down, notif], ...rest }) => ({
      ...rest,
      updelayMs: up * rest.miimonMs,
      downdelayMs: down * rest.miimonMs,
      peerNotifDelayMs: notif * rest.miimonMs,
    })),
  fc
    .record({
      miimonMs: optional(fc.constant(0)),
      arpIntervalMs: whole(1, 2000),
      arpIpTargets: targets(address4),
      nsIp6Targets: optional(targets(address6)),
      arpValidate: optional(oneOf(arpValidations)),
      arpAllTargets: optional(oneOf(arpAllTargets)),
      arpMissedMax: optional(whole(1, 255)),
    })
    .map(({ arpAllTargets, ...rest }) =>
      (rest.arpValidate ?? 'none') === 'none' ? rest : { ...rest, arpAllTargets },
    ),
  fc.constant({}),
);
/** VLANs of a port: some tagged, some not, and of these perhaps one for what comes in without a tag. */
const portVlans = optional(
  fc
    .record({
      ids: fc.uniqueArray(id, { maxLength: 6 }),
      bare: whole(0, 6),
      run: fc.tuple(whole(2000, 2100), whole(0, 900)),
      pvid: whole(0, 9),
    })
    .map(({ ids, bare, run: [first, length], pvid }) => {
      const untagged = ids.slice(0, bare);
      const run = Array.from({ length }, (_, index) => first + index);
      const tagged = [...ids.slice(bare), ...run].filter(one => !untagged.includes(one));
      return {
        tagged: renderVlans(tagged),
        untagged: renderVlans(untagged),
        pvid: [...untagged, ...tagged][pvid] ?? null,
      };
    }),
);
const multicastRouter = optional(oneOf([0, 1, 2]));
const flag = optional(fc.boolean());

const bridge = ({ name, ports }: Place): fc.Arbitrary<Props> =>
  fc
    .record({
      name: fc.constant(name),
      ports: fc.subarray([...ports]),
      stp: flag,
      priority: optional(whole(0, 65535)),
      forwardDelaySec: optional(hundredths(2, 30)),
      helloTimeSec: optional(hundredths(1, 10)),
      maxAgeSec: optional(hundredths(6, 40)),
      ageingTimeSec: optional(hundredths(0, 1000)),
      vlanFiltering: flag,
      vlanDefaultPvid: optional(whole(0, 4094)),
      vlanProtocol: optional(oneOf(vlanProtocols)),
      vlans: portVlans,
      mcastSnooping: flag,
      mcastQuerier: flag,
      mcastRouter: multicastRouter,
      groupFwdMask: optional(whole(0, 0x1fff).map(n => n << 3)),
      noLinklocalLearn: flag,
      nfCallIptables: flag,
      nfCallIp6tables: flag,
      nfCallArptables: flag,
      mac: optional(mac),
      mtu: optional(mtu),
      up: fc.boolean(),
    })
    .map(({ vlans, ...rest }) => ({ ...rest, ...(rest.vlanFiltering && vlans) }));

const bridgePort = ({ ports }: Place): fc.Arbitrary<Props> =>
  fc
    .record({
      port: whole(0, 1),
      vlans: portVlans,
      cost: optional(whole(1, 65535)),
      priority: optional(whole(0, 63)),
      guard: flag,
      rootBlock: flag,
      isolated: flag,
      hairpin: flag,
      learning: flag,
      locked: flag,
      flood: flag,
      mcastFlood: flag,
      bcastFlood: flag,
      neighSuppress: flag,
      fastLeave: flag,
      mcastToUnicast: flag,
      mcastRouter: multicastRouter,
      macs: optional(fc.uniqueArray(mac, { maxLength: 3 })),
    })
    .map(({ port, vlans, macs, ...rest }) => {
      const first = vlans && vlansOf(vlans.tagged || vlans.untagged)[0];
      const staticMacs = macs?.map((one, index) => (index === 0 && first ? `${one}@${first}` : one));
      return {
        link: ports[port]!,
        bridge: [within(namespaceOf(ports[0]!), 'swb'), within(namespaceOf(ports[0]!), 'swc')][port]!,
        ...rest,
        ...vlans,
        staticMacs,
      };
    });

function bond({ name, ports }: Place): fc.Arbitrary<Props> {
  return fc
    .record({
      mode: oneOf(bondModes),
      ports: fc.subarray([...ports]),
      monitor: bondMonitor,
      lacpRate: optional(oneOf(['slow', 'fast'])),
      lacpActive: optional(fc.boolean()),
      adSelect: optional(oneOf(adSelections)),
      adActorSysPrio: optional(whole(1, 65535)),
      adActorSystem: optional(mac),
      adUserPortKey: optional(whole(0, 1023)),
      minLinks: optional(whole(0, 8)),
      xmitHashPolicy: optional(oneOf(xmitHashPolicies)),
      chosen: optional(whole(0, 9)),
      primaryReselect: optional(oneOf(primaryReselections)),
      failOverMac: optional(oneOf(failOverMacs)),
      numGratArp: optional(whole(0, 255)),
      resendIgmp: optional(whole(0, 255)),
      allSlavesActive: optional(fc.boolean()),
      packetsPerSlave: optional(whole(0, 65535)),
      lpIntervalSec: optional(whole(1, 1000)),
      tlbDynamicLb: optional(fc.boolean()),
      mac: optional(mac),
      mtu: optional(mtu),
      up: fc.boolean(),
    })
    .map(({ chosen, monitor, ...rest }) => {
      const { mode, ports: own, failOverMac } = rest;
      const choice = known('primary', mode) && chosen !== undefined && own.length > 0;
      const watched = known('arpIntervalMs', mode) || !monitor.arpIntervalMs ? monitor : {};
      const all: Props = {
        ...rest,
        ...watched,
        name,
        primary: choice ? own[chosen % own.length] : undefined,
        primaryReselect: choice ? rest.primaryReselect : undefined,
        mac: mode === 'active-backup' && failOverMac === 'active' ? undefined : rest.mac,
      };
      const heeded = Object.entries(all).filter(([key]) => known(key as 'mode', mode));
      return Object.fromEntries(heeded);
    });
}

const priorities = (from: number, to: number): fc.Arbitrary<Props> =>
  fc.dictionary(whole(0, from).map(String), whole(1, to), { maxKeys: 3 });

const vlan = ({ name, link, ports }: Place): fc.Arbitrary<Props> =>
  fc
    .record({
      name: fc.constant(name),
      link: oneOf([link, ...ports]),
      vlanId: id,
      protocol: optional(oneOf(vlanProtocols)),
      reorderHdr: optional(fc.boolean()),
      gvrp: optional(fc.boolean()),
      mvrp: optional(fc.boolean()),
      looseBinding: optional(fc.boolean()),
      bridgeBinding: optional(fc.boolean()),
      ingressQosMap: optional(priorities(7, 0xffff_ffff)),
      egressQosMap: optional(priorities(0xffff_ffff, 7)),
      mtu: optional(mtu),
      up: fc.boolean(),
    })
    .map(({ gvrp, mvrp, ...rest }) => (rest.protocol === '802.1ad' ? rest : { ...rest, gvrp, mvrp }));

const ovsPort = ({ name, ovs, ports }: Place): fc.Arbitrary<Props> =>
  fc
    .record({
      name: oneOf([name, ports[0]!]),
      bridge: oneOf([ovs, `${ovs}b`]),
      tag: optional(id),
      trunks: optional(fc.uniqueArray(id, { maxLength: 4 })),
      vlanMode: optional(oneOf(['access', 'trunk', 'native-tagged', 'native-untagged'])),
    })
    .map(({ tag, trunks, vlanMode, name: own, bridge }) => ({
      name: own,
      bridge,
      type: own === name ? 'internal' : 'system',
      tag,
      trunks: vlanMode === 'access' ? undefined : trunks,
      vlanMode: vlanMode === 'trunk' || tag !== undefined ? vlanMode : undefined,
    }));

const whatLinksHave = ({ name }: Place) => ({
  name: fc.constant(name),
  mac: optional(mac),
  mtu: optional(mtu),
  up: fc.boolean(),
});

const tos = fc.oneof(
  fc.constant('inherit'),
  whole(0, 63).map(dscp => dscp * 4),
);
const ttl = whole(0, 255);

const plain = (place: Place) => fc.record(whatLinksHave(place));

const macvlan = (place: Place): fc.Arbitrary<Props> =>
  fc
    .record({
      ...whatLinksHave(place),
      link: oneOf([place.link, ...place.ports]),
      mode: optional(oneOf(macvlanModes)),
      sourceMacs: optional(fc.uniqueArray(mac, { maxLength: 3 })),
    })
    .map(props => ({
      ...props,
      mac: props.mode === 'passthru' ? undefined : props.mac,
      sourceMacs: props.mode === 'source' ? props.sourceMacs : undefined,
    }));

const tap = (place: Place) => {
  const account = optional(oneOf(['root', 'qemu', 'libvirt-qemu']));
  const switches = { multiQueue: optional(fc.boolean()), vnetHdr: optional(fc.boolean()) };
  return fc.record({ ...whatLinksHave(place), user: account, group: account, ...switches });
};

const vxlan = (place: Place): fc.Arbitrary<Props> =>
  fc
    .record({
      ...whatLinksHave(place),
      vni: whole(0, 0xffffff),
      six: fc.boolean(),
      link: optional(oneOf([place.link, ...place.ports])),
      local: optional(whole(1, 250)),
      group: optional(whole(1, 250)),
      remotes: fc.uniqueArray(whole(1, 250), { maxLength: 3 }),
      port: optional(whole(1, 65535)),
      learning: optional(fc.boolean()),
      ttl: optional(ttl),
      tos: optional(tos),
      ageingSec: optional(whole(0, 5000)),
    })
    .map(({ six, local, group, remotes, ...rest }) => {
      const host = (n: number) => (six ? `fd00:8::${n.toString(16)}` : `10.8.0.${n}`);
      const many = (n: number) => (six ? `ff05::${n.toString(16)}` : `239.0.0.${n}`);
      return {
        ...rest,
        local: (local ?? (six ? 1 : undefined)) && host(local ?? 1),
        group: rest.link && group && many(group),
        remotes: remotes.map(host),
      };
    });

const rate = oneOf(['512kbit', '2mbit', '100mbit', '1gbit', '2500mbit']);
const burst = optional(oneOf([70, 256, 2048]));

const packet = fc
  .record({
    vlanId: optional(id),
    vlanPriority: optional(whole(0, 7)),
    dscp: optional(whole(0, 63)),
    six: fc.boolean(),
    from: optional(whole(1, 200)),
    to: optional(whole(1, 200)),
    mark: optional(whole(1, 0xffff)),
    markMask: optional(oneOf([0xffff, 0xfffff])),
  })
  .map(({ six, from, to, mark, markMask, ...rest }) => {
    if (mark !== undefined) return { mark, ...(markMask && { markMask }) };
    const net = (n: number, length: 4 | 6) => {
      if (length === 6) return n > 100 ? `fd00:${n.toString(16)}::1/128` : `fd00:${n.toString(16)}::/48`;
      return n > 100 ? `10.${n}.0.1/32` : `10.${n}.0.0/16`;
    };
    const addressed = {
      ...rest,
      from: from && net(from, six ? 6 : 4),
      to: to && net(to, six ? 6 : 4),
    };
    const given = Object.entries(addressed).filter(([, value]) => value !== undefined);
    return given.length > 0 ? Object.fromEntries(given) : { vlanId: 7 };
  });

/** Valid properties of every kind at a place. A new kind adds its line; a test says so when it is missing. */
export const arbitraries: Readonly<Record<string, (place: Place) => fc.Arbitrary<Props>>> = {
  link: ({ link }) =>
    fc.record({
      name: fc.constant(link),
      up: optional(fc.boolean()),
      mtu: optional(mtu),
      nativeVlan: optional(id),
      carries: optional(fc.uniqueArray(id, { maxLength: 4 })),
    }),
  'network-namespace': () => fc.record({ name: fc.constant('red'), loopbackUp: fc.boolean() }),
  bond,
  vlan,
  bridge,
  unmanaged: ({ ports }) =>
    fc.record({
      manager: oneOf(['systemd-networkd', 'NetworkManager', 'ifupdown']),
      links: fc.uniqueArray(oneOf(ports), { minLength: 1 }).map(links => [...links].sort()),
    }),
  networkd: () => fc.constant({ foreign: 'kept' }),
  'bridge-port': bridgePort,
  dummy: plain,
  ifb: place => plain(place).map(({ mac: _, ...props }) => props),
  macvlan,
  macvtap: macvlan,
  tap,
  tun: place => tap(place).map(({ mac: _, ...props }) => props),
  veth: place =>
    fc.record({
      ...whatLinksHave(place),
      peer: oneOf(['x1', 'x2', `${placed(place.link).namespace ?? 'blue'}/x1`]),
      peerMac: optional(mac),
      peerMtu: optional(mtu),
      peerUp: fc.boolean(),
    }),
  vxlan,
  geneve: place =>
    fc.record({
      ...whatLinksHave(place),
      vni: whole(0, 0xffffff),
      remote: fc.oneof(address4, address6),
      port: optional(whole(1, 65535)),
      ttl: optional(ttl),
      tos: optional(tos),
    }),
  gre: place =>
    fc
      .record({
        ...whatLinksHave(place),
        type: oneOf(greTypes),
        remote: address4,
        local: optional(address4),
        key: optional(whole(0, 0xffffffff)),
        ttl: optional(ttl),
        tos: optional(tos),
      })
      .map(props => ({ ...props, mac: props.type === 'gre' ? undefined : props.mac })),
  'ip-tunnel': place => {
    const { mac: _, ...rest } = whatLinksHave(place);
    return fc.record({
      ...rest,
      type: oneOf(ipTunnelTypes),
      remote: address4,
      local: optional(address4),
      ttl: optional(ttl),
      tos: optional(tos),
    });
  },
  vrf: place => {
    const { mtu: _, ...rest } = whatLinksHave(place);
    return fc.record({ ...rest, table: whole(1, 252) });
  },
  'vrf-member': ({ link, vrf }) => fc.record({ link: fc.constant(link), vrf: oneOf([vrf, `${vrf}b`]) }),
  'ovs-bridge': ({ ovs }) =>
    fc.record({
      name: fc.constant(ovs),
      datapathType: optional(oneOf(['system', 'netdev'])),
      failMode: optional(oneOf(['standalone', 'secure'])),
      stp: optional(fc.boolean()),
      mcastSnooping: optional(fc.boolean()),
    }),
  'ovs-port': ovsPort,
  address: ({ link }) => fc.record({ link: fc.constant(link), address }),
  route: ({ link, ports }) =>
    fc
      .record({
        link: oneOf([link, ports[0]!]),
        six: fc.boolean(),
        to: oneOf(['default', 'net', 'host']),
        last: whole(1, 200),
        via: optional(whole(253, 254)),
        way: oneOf(['one', 'onlink', 'several', 'none']),
        type: oneOf(routeTypes),
        weights: fc.tuple(whole(1, 9), optional(whole(1, 9))),
        metric: optional(whole(1, 5000)),
        table: optional(whole(1, 252)),
        source: optional(whole(1, 2)),
        limits: fc.record({
          mtu: optional(whole(1280, 9000)),
          advMss: optional(whole(536, 8960)),
          initCwnd: optional(whole(1, 100)),
          initRwnd: optional(whole(1, 100)),
        }),
      })
      .map(({ link: own, six, to, last, via, way, type, weights, metric, table, source, limits }) => {
        const net = six ? `fd00:${last.toString(16)}::` : `10.${last}.0.0`;
        const where = to === 'default' ? (six ? '::/0' : '0.0.0.0/0') : `${net}/${six ? 48 : 16}`;
        const at = (host: number) => (six ? `fd00:7::${host}` : `10.7.0.${host}`);
        const namespace = namespaceOf(link);
        const common = { to: to === 'host' ? `${net}/${six ? 128 : 32}` : where, metric, table, namespace };
        if (way === 'none') return { ...common, type };
        const from = { ...common, ...limits, source: source && at(source) };
        if (way === 'several')
          return {
            ...from,
            nextHops: [
              { via: at(253), link: own, weight: weights[0] },
              { via: at(254), link: own, weight: weights[1] },
            ],
          };
        return {
          ...from,
          link: own,
          via: way === 'onlink' ? at(254) : via && at(via),
          onLink: way === 'onlink' ? true : undefined,
        };
      }),
  rule: ({ link, ports }) =>
    fc
      .record({
        family: oneOf([4, 6] as const),
        priority: whole(1, 32765),
        not: optional(fc.boolean()),
        from: optional(whole(1, 200)),
        to: optional(whole(1, 200)),
        inLink: optional(oneOf([link, within(namespaceOf(link), 'lo')])),
        outLink: optional(oneOf([link, ports[0]!])),
        mark: optional(whole(0, 0xffff)),
        markMask: optional(whole(1, 0xffff)),
        tos: optional(oneOf([4, 16, 28])),
        ipProto: optional(oneOf([6, 17, 132])),
        sport: optional(oneOf(['80', '1000-1999'])),
        dport: optional(oneOf(['1', '65000-65534'])),
        uidRange: optional(oneOf(['0', '1000-1999'])),
        l3mdev: optional(fc.boolean()),
        table: optional(whole(1, 252)),
        suppressPrefixLength: optional(whole(0, 32)),
        suppressIfGroup: optional(whole(0, 9)),
        goto: oneOf([32766, 32767]),
        end: oneOf(['table', 'table', 'goto', 'action', 'l3mdev'] as const),
        action: oneOf(['blackhole', 'unreachable', 'prohibit', 'nop'] as const),
        namespace: fc.constant(namespaceOf(link)),
      })
      .map(({ from, to, mark, markMask, end, ...drawn }) => {
        const { table, suppressPrefixLength, suppressIfGroup, goto, action, l3mdev, ...rest } = drawn;
        const net = (n: number | undefined) =>
          n && (rest.family === 6 ? `fd00:${n.toString(16)}::/48` : `10.${n}.0.0/16`);
        return {
          ...rest,
          from: net(from),
          to: net(to),
          mark,
          markMask: mark === undefined ? undefined : markMask,
          ...{
            table: { table: table ?? 77, suppressPrefixLength, suppressIfGroup },
            goto: { goto, l3mdev },
            action: { action, l3mdev },
            l3mdev: { l3mdev: true },
          }[end],
        };
      }),
  shaper: ({ link }) =>
    fc
      .record({
        link: fc.constant(link),
        discipline: oneOf(['tbf', 'htb']),
        rate,
        burstKiB: burst,
        latencyMs: optional(oneOf([20, 50, 400])),
      })
      .map(props => (props.discipline === 'htb' ? { ...props, latencyMs: undefined } : props)),
  'traffic-class': ({ link }) =>
    fc
      .record({
        link: fc.constant(link),
        classId: oneOf([2, 300, 4095]),
        rate: oneOf(['512kbit', '2mbit', '100mbit']),
        ceil: optional(oneOf(['100mbit', '1gbit'])),
        priority: optional(whole(0, 7)),
        burstKiB: burst,
        queue: optional(oneOf(classQueues)),
        matches: optional(fc.array(packet, { maxLength: 3 })),
      })
      .map(props => (props.classId === 4095 ? { ...props, matches: undefined } : props)),
  policer: ({ link }) =>
    fc.record({ link: fc.constant(link), vlanId: optional(oneOf([7, 4094])), rate, burstKiB: burst }),
  mirror: ({ link, ports }) =>
    fc.record({
      link: fc.constant(link),
      to: oneOf(ports),
      direction: optional(oneOf(mirrorDirections)),
      vlanId: optional(oneOf([7, 4094])),
    }),
  'bpdu-filter': ({ link }) =>
    fc.record({ link: fc.constant(link), direction: optional(oneOf(bpduDirections)) }),
  'dhcp-client': ({ link }) =>
    fc.oneof(
      fc.record({
        link: fc.constant(link),
        family: fc.constant(4),
        metric: optional(oneOf([0, 100, 4294967295])),
        routes: optional(fc.boolean()),
        dns: optional(fc.boolean()),
        hostname: optional(oneOf(['kvm01', 'kvm01.example.net'])),
        running: optional(fc.constant(true)),
      }),
      fc.record({
        link: fc.constant(link),
        family: fc.constant(6),
        dns: optional(fc.boolean()),
        hostname: optional(oneOf(['kvm01'])),
      }),
    ),
  'firewall-zone': ({ link }) =>
    fc.record({ link: fc.constant(link), zone: oneOf(['internal', 'trusted', 'guests']) }),
  dns: () =>
    fc.record({
      servers: fc.uniqueArray(fc.oneof(address4, address6), { minLength: 1, maxLength: 4 }),
      search: optional(fc.uniqueArray(domain, { maxLength: 3 })),
    }),
  sysctl: ({ link }) => {
    const namespace = namespaceOf(link);
    return fc.record({
      key: oneOf([
        'net.ipv4.ip_forward',
        'net.ipv4.conf.all.rp_filter',
        'net.core.somaxconn',
        namespace === undefined ? 'vm.swappiness' : 'net.ipv6.conf.eno1.accept_ra',
      ]),
      value: oneOf(['0', '1', '2', '4096 87380 6291456']),
      dropIn: namespace === undefined ? fc.option(oneOf(['0', '1', '2']), { nil: null }) : fc.constant(null),
      namespace: fc.constant(namespace),
    });
  },
};
