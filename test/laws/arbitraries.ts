import fc from 'fast-check';
import { bondModes, xmitHashPolicies } from '../../constructs/bond/bond.kind';
import { routeTypes } from '../../constructs/route/route.kind';
import { vlanProtocols } from '../../constructs/vlan/vlan.kind';
import type { Props } from '../../lib/kind';

/** Where a resource stands: the names that it may use. Links that it names are there. */
export interface Place {
  readonly name: string;
  /** A link to stand on. */
  readonly link: string;
  /** Links that it may take. */
  readonly ports: readonly string[];
  /** An Open vSwitch bridge. */
  readonly ovs: string;
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

function bond({ name, ports }: Place): fc.Arbitrary<Props> {
  return fc
    .record({
      mode: oneOf(bondModes),
      ports: fc.subarray([...ports]),
      miimonMs: optional(oneOf([0, 50, 100])),
      ticks: fc.tuple(whole(0, 9), whole(0, 9)),
      lacpRate: optional(oneOf(['slow', 'fast'])),
      xmitHashPolicy: optional(oneOf(xmitHashPolicies)),
      primary: optional(whole(0, 9)),
      minLinks: optional(whole(0, 8)),
      mac: optional(mac),
      mtu: optional(mtu),
      up: fc.boolean(),
    })
    .map(({ ticks, primary, ...rest }) => {
      const { mode, ports: own, miimonMs } = rest;
      const lacp = mode === '802.3ad';
      const hashes = lacp || mode === 'balance-xor' || mode === 'balance-tlb';
      const chooses = mode === 'active-backup' || mode === 'balance-tlb' || mode === 'balance-alb';
      return {
        ...rest,
        name,
        updelayMs: miimonMs && ticks[0] * miimonMs,
        downdelayMs: miimonMs && ticks[1] * miimonMs,
        lacpRate: lacp ? rest.lacpRate : undefined,
        minLinks: lacp ? rest.minLinks : undefined,
        xmitHashPolicy: hashes ? rest.xmitHashPolicy : undefined,
        primary: chooses && primary !== undefined && own.length > 0 ? own[primary % own.length] : undefined,
      };
    });
}

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
  bond,
  vlan: ({ name, link, ports }) =>
    fc.record({
      name: fc.constant(name),
      link: oneOf([link, ...ports]),
      vlanId: id,
      protocol: optional(oneOf(vlanProtocols)),
      mtu: optional(mtu),
      up: fc.boolean(),
    }),
  bridge: ({ name, ports }) =>
    fc.record({
      name: fc.constant(name),
      ports: fc.subarray([...ports]),
      stp: optional(fc.boolean()),
      priority: optional(whole(0, 65535)),
      forwardDelaySec: optional(hundredths(2, 30)),
      helloTimeSec: optional(hundredths(1, 10)),
      maxAgeSec: optional(hundredths(6, 40)),
      ageingTimeSec: optional(hundredths(0, 1000)),
      mac: optional(mac),
      mtu: optional(mtu),
      up: fc.boolean(),
    }),
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
      })
      .map(({ link: own, six, to, last, via, way, type, weights, metric, table, source }) => {
        const net = six ? `fd00:${last.toString(16)}::` : `10.${last}.0.0`;
        const where = to === 'default' ? (six ? '::/0' : '0.0.0.0/0') : `${net}/${six ? 48 : 16}`;
        const at = (host: number) => (six ? `fd00:7::${host}` : `10.7.0.${host}`);
        const common = { to: to === 'host' ? `${net}/${six ? 128 : 32}` : where, metric, table };
        if (way === 'none') return { ...common, type };
        const from = { ...common, source: source && at(source) };
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
        inLink: optional(oneOf([link, 'lo'])),
        outLink: optional(oneOf([link, ports[0]!])),
        mark: optional(whole(0, 0xffff)),
        markMask: optional(whole(1, 0xffff)),
        table: optional(whole(1, 252)),
        suppressPrefixLength: optional(whole(0, 32)),
        action: oneOf(['blackhole', 'unreachable', 'prohibit'] as const),
      })
      .map(({ from, to, mark, markMask, table, suppressPrefixLength, action, ...rest }) => {
        const net = (n: number | undefined) =>
          n && (rest.family === 6 ? `fd00:${n.toString(16)}::/48` : `10.${n}.0.0/16`);
        return {
          ...rest,
          from: net(from),
          to: net(to),
          mark,
          markMask: mark === undefined ? undefined : markMask,
          ...(table === undefined ? { action } : { table, suppressPrefixLength }),
        };
      }),
  dns: () =>
    fc.record({
      servers: fc.uniqueArray(fc.oneof(address4, address6), { minLength: 1, maxLength: 4 }),
      search: optional(fc.uniqueArray(domain, { maxLength: 3 })),
    }),
  sysctl: () =>
    fc.record({
      key: oneOf([
        'net.ipv4.ip_forward',
        'net.ipv4.conf.all.rp_filter',
        'net.core.somaxconn',
        'vm.swappiness',
      ]),
      value: oneOf(['0', '1', '2', '4096 87380 6291456']),
      dropIn: fc.option(oneOf(['0', '1', '2']), { nil: null }),
    }),
};
