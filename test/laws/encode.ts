import { clientText, unitText } from '../../constructs/dhcp-client/client.sh';
import type { DhcpClientProps } from '../../constructs/dhcp-client/dhcp-client.schema';
import { ipTunnelTypes } from '../../constructs/ip-tunnel/ip-tunnel.kind';
import { kinds } from '../../constructs/kinds';
import type { Props, Resource } from '../../lib/kind';
import { namespaceOf, placed, vlansOf } from '../../lib/net';
import { NETWORK_MANAGER_FILE, NETWORKD_FILE, NETWORKD_SETTINGS } from '../../lib/state/managers.probe';
import { gatherPlaces, type PlaceAnswers, readNumbers } from '../../lib/state/namespaces';
import type { HostRecord } from '../../lib/state/record';
import { STATE_FORMAT, type State } from '../../lib/state/state';
import { macOf } from './complete';

/** What the tools of a host would print, before it is printed. */
interface Prints {
  readonly links: Map<string, Record<string, unknown>>;
  readonly routes: { readonly 4: Props[]; readonly 6: Props[] };
  readonly rules: { readonly 4: Props[]; readonly 6: Props[] };
  readonly sysctl: string[];
  readonly dns: string[];
  /** Links of zones. */
  readonly zones: Map<string, string[]>;
  readonly dhcp: string[];
  readonly vlans: Props[];
  readonly fdb: Props[];
  readonly flood: string[];
  readonly managers: string[];
  readonly traffic: TrafficPrints;
  readonly ovs: {
    readonly bridges: Record<string, unknown>[];
    readonly ports: Props[];
    readonly interfaces: Props[];
  };
}

const flags = (up: unknown): string[] => ['BROADCAST', 'MULTICAST', ...(up ? ['UP', 'LOWER_UP'] : [])];

/** A link as `ip -j -d address show` prints it. */
function printLink(prints: Prints, name: string, props: Props, kind?: string, data?: Props): void {
  prints.links.set(name, {
    ...prints.links.get(name),
    ifname: name,
    flags: flags(props.up),
    mtu: props.mtu ?? 1500,
    link_type: 'ether',
    address: props.mac ?? macOf(name),
    ...(kind && { linkinfo: { info_kind: kind, info_data: data } }),
  });
}

const masters = (prints: Prints, controller: unknown, ports: unknown): void => {
  for (const port of ports as string[])
    prints.links.set(port, { ...prints.links.get(port), master: controller });
};

const set = (value: unknown): unknown => (value === null || value === undefined ? ['set', []] : value);

/** A bridge's row in OVSDB, made with its first mention. */
function ovsRow({ ovs }: Prints, name: unknown): Record<string, unknown> {
  const known = ovs.bridges.find(bridge => bridge.name === name);
  if (known) return known;
  const row = { _uuid: ['uuid', `bridge-${name}`], name, ports: ['set', []] };
  ovs.bridges.push(row);
  return row;
}

/** A port's VLANs as `bridge -j -compressvlans vlan show` prints them; a port without any is not printed. */
function printVlans({ vlans }: Prints, ifname: unknown, { tagged, untagged, pvid }: Props): void {
  const entry = (id: number, words: string[]) => ({
    vlan: id,
    flags: [...(id === pvid ? ['PVID'] : []), ...words],
  });
  const own = [
    ...vlansOf(tagged as string).map(id => entry(id, [])),
    ...vlansOf(untagged as string).map(id => entry(id, ['Egress Untagged'])),
  ].sort((a, b) => a.vlan - b.vlan);
  if (own.length > 0) vlans.push({ ifname, vlans: own });
}

const add = (prints: Prints, name: unknown, more: Record<string, unknown>): void => {
  prints.links.set(name as string, { ...prints.links.get(name as string), ...more });
};

function printMacvlan(prints: Prints, props: Props, kind: string): void {
  const { name, link, mode, sourceMacs } = props;
  const sources = [...(sourceMacs as string[])].reverse();
  const data = { mode, bcqueuelen: 1000, usedbcqueuelen: 1000 };
  const list = {
    macaddr_count: sources.length,
    ...(sources.length > 0 && { macaddr_data: sources }),
  };
  printLink(prints, name as string, props, kind, { ...data, ...(mode === 'source' && list) });
  add(prints, name, { link });
}

function printTun(prints: Prints, props: Props, type: string): void {
  const { name, user, group, multiQueue, vnetHdr } = props;
  printLink(prints, name as string, props, 'tun', {
    ...{ type, pi: false, vnet_hdr: vnetHdr, multi_queue: multiQueue, persist: true },
    ...(user !== null && { user }),
    ...(group !== null && { group }),
  });
  if (type === 'tun') add(prints, name, { link_type: 'none', address: undefined });
}

/** iproute2 tells an IPv6 address by another word. */
const outer = (word: string, address: unknown): Props =>
  address === null ? {} : { [(address as string).includes(':') ? `${word}6` : word]: address };

/** Hexadecimal; 1 is how `inherit` is told, and 0 is not told. */
const tosOf = ({ tos }: Props): Props =>
  tos === 0 ? {} : { tos: tos === 'inherit' ? '0x1' : `0x${(tos as number).toString(16)}` };

/** What tc prints: qdiscs, and the answer to each further question. */
interface TrafficPrints {
  readonly qdiscs: Props[];
  readonly answers: Map<string, string[]>;
}

const kib = (size: unknown): number => (size as number) * 1024;

const bitsPerSecond = (rate: unknown): number => {
  const [, number, unit] = /^(\d+)([kmg])bit$/.exec(rate as string)!;
  return Number(number) * { k: 1e3, m: 1e6, g: 1e9 }[unit as 'k'];
};

const printRate = (rate: unknown): string => (rate as string).replace(/[kmg]/, unit => unit.toUpperCase());

/** The lines that answer a question. */
function answer({ answers }: TrafficPrints, question: string): string[] {
  const known = answers.get(question) ?? [];
  answers.set(question, known);
  return known;
}

/** The qdisc that holds filters, and a question for each place. */
function printHolder(traffic: TrafficPrints, link: unknown): void {
  if (traffic.qdiscs.some(({ dev, kind }) => dev === link && kind === 'clsact')) return;
  traffic.qdiscs.push({ kind: 'clsact', handle: 'ffff:', dev: link, parent: 'ffff:fff1', options: {} });
  for (const pref of [29801, 29802, 29803, 29804, 29805])
    answer(traffic, `filter show dev ${link} ingress pref ${pref}`);
  for (const pref of [29801, 29802, 29805]) answer(traffic, `filter show dev ${link} egress pref ${pref}`);
}

/** A filter on clsact. */
function printHeld(
  traffic: TrafficPrints,
  link: unknown,
  way: string,
  vlanId: unknown,
  [all, one]: readonly [number, number],
  action: string,
): void {
  printHolder(traffic, link);
  const head = `filter protocol ${vlanId ? '802.1Q' : 'all'} flower chain 0 `;
  answer(traffic, `filter show dev ${link} ${way} pref ${vlanId ? one : all}`).push(
    head,
    `${head}handle 0x${((vlanId as number) ?? 1).toString(16)} `,
    ...(vlanId ? [`  vlan_id ${vlanId}`] : []),
    '  not_in_hw',
    `\taction order 1:  ${action}`,
    '\tref 1 bind 1 ',
    '',
  );
}

/** The filters of a match in a class. */
function printMatch(one: Props, base: number, at: string): string[] {
  const filter = (pref: number, protocol: string, kind: string, rest: string[], handle = '0x1') => {
    const head = `filter parent 746c: protocol ${protocol} pref ${pref} ${kind} chain 0 `;
    return [head, `${head}handle ${handle} classid ${at} `, ...rest];
  };
  const hex = (value: unknown) => `0x${(value as number).toString(16)}`;
  if (one.mark !== undefined)
    return filter(base, 'all', 'fw', [], `${hex(one.mark)}${one.markMask ? `/${hex(one.markMask)}` : ''}`);
  const tagged = one.vlanId !== undefined || one.vlanPriority !== undefined;
  const address = (one.from ?? one.to) as string | undefined;
  const families =
    address !== undefined
      ? [address.includes(':') ? 'ipv6' : 'ip']
      : one.dscp === undefined
        ? []
        : ['ip', 'ipv6'];
  const key = (word: string, value: unknown) => (value === undefined ? [] : [`  ${word} ${value}`]);
  const bare = (prefix: unknown) => (prefix as string | undefined)?.replace(/\/(32|128)$/, '');
  return [...(families.length > 0 ? families : [undefined])].flatMap((family, nth) =>
    filter(base + nth, tagged ? '802.1Q' : (family ?? 'all'), 'flower', [
      ...key('vlan_id', one.vlanId),
      ...key('vlan_prio', one.vlanPriority),
      ...(tagged ? key('vlan_ethtype', family) : []),
      ...key('eth_type', family === 'ip' ? 'ipv4' : family),
      ...key('ip_tos', one.dscp === undefined ? undefined : `${(one.dscp as number) * 4}/0xfc`),
      ...key('dst_ip', bare(one.to)),
      ...key('src_ip', bare(one.from)),
      '  not_in_hw',
    ]),
  );
}

/** The answers, parted by the one qdisc of lo. */
function printTraffic({ qdiscs, answers }: TrafficPrints): string {
  const mark = 'qdisc show dev lo';
  const lo = { kind: 'noqueue', handle: '0:', dev: 'lo', root: true, refcnt: 2, options: {} };
  const asked = [...answers.keys()].flatMap(question => [question, mark]);
  const told = [...answers.values()].flatMap(lines => [...lines, 'qdisc noqueue 0: root refcnt 2 ']);
  return [JSON.stringify([lo, ...qdiscs]), '', '----', ...asked, '----', ...told, ''].join('\n');
}

/** The inverse of each kind's `observe`: what a host that has the resource prints. */
export const encoders: Readonly<Record<string, (props: Props, prints: Prints) => void>> = {
  'network-namespace': ({ name, loopbackUp }, prints) => {
    const flags = ['LOOPBACK', ...(loopbackUp ? ['UP', 'LOWER_UP'] : [])];
    prints.links.set(`${name}/lo`, { ifname: `${name}/lo`, flags, mtu: 65536, link_type: 'loopback' });
  },

  link: (props, prints) => printLink(prints, props.name as string, props),

  bond(props, prints) {
    const [ipTargets, ip6Targets] = [props.arpIpTargets, props.nsIp6Targets] as string[][];
    const lacp = {
      ad_actor_sys_prio: props.adActorSysPrio,
      ad_user_port_key: props.adUserPortKey,
      ad_actor_system: props.adActorSystem ?? '00:00:00:00:00:00',
    };
    printLink(prints, props.name as string, props, 'bond', {
      mode: props.mode,
      miimon: props.miimonMs,
      updelay: props.updelayMs,
      downdelay: props.downdelayMs,
      peer_notify_delay: props.peerNotifDelayMs,
      use_carrier: props.useCarrier ? 1 : 0,
      arp_interval: props.arpIntervalMs,
      arp_missed_max: props.arpMissedMax,
      ...((ipTargets ?? []).length > 0 && { arp_ip_target: ipTargets }),
      ...((ip6Targets ?? []).length > 0 && { ns_ip6_target: ip6Targets }),
      arp_validate: props.arpValidate === 'none' ? null : props.arpValidate,
      arp_all_targets: props.arpAllTargets,
      ...(props.primary !== null && { primary: props.primary }),
      primary_reselect: props.primaryReselect,
      fail_over_mac: props.failOverMac,
      xmit_hash_policy: props.xmitHashPolicy,
      resend_igmp: props.resendIgmp,
      num_peer_notif: props.numGratArp,
      all_slaves_active: props.allSlavesActive ? 1 : 0,
      min_links: props.minLinks,
      lp_interval: props.lpIntervalSec,
      packets_per_slave: props.packetsPerSlave,
      ad_lacp_active: props.lacpActive ? 'on' : 'off',
      ad_lacp_rate: props.lacpRate,
      ad_select: props.adSelect,
      ...(props.mode === '802.3ad' && lacp),
      tlb_dynamic_lb: props.tlbDynamicLb ? 1 : 0,
    });
    masters(prints, props.name, props.ports);
  },

  vlan(props, prints) {
    const qos = (map: unknown) =>
      Object.entries(map as Props).map(([from, to]) => ({ from: Number(from), to }));
    const [ingress, egress] = [qos(props.ingressQosMap), qos(props.egressQosMap)];
    printLink(prints, props.name as string, props, 'vlan', {
      protocol: props.protocol,
      id: props.vlanId,
      flags: [
        ...(props.reorderHdr ? ['REORDER_HDR'] : []),
        ...(props.gvrp ? ['GVRP'] : []),
        ...(props.mvrp ? ['MVRP'] : []),
        ...(props.looseBinding ? ['LOOSE_BINDING'] : []),
        ...(props.bridgeBinding ? ['BRIDGE_BINDING'] : []),
      ],
      ...(ingress.length > 0 && { ingress_qos: ingress }),
      ...(egress.length > 0 && { egress_qos: egress }),
    });
    prints.links.set(props.name as string, { ...prints.links.get(props.name as string), link: props.link });
  },

  bridge(props, prints) {
    printLink(prints, props.name as string, props, 'bridge', {
      forward_delay: Math.round((props.forwardDelaySec as number) * 100),
      hello_time: Math.round((props.helloTimeSec as number) * 100),
      max_age: Math.round((props.maxAgeSec as number) * 100),
      ageing_time: Math.round((props.ageingTimeSec as number) * 100),
      stp_state: props.stp ? 1 : 0,
      priority: props.priority,
      vlan_filtering: props.vlanFiltering ? 1 : 0,
      vlan_default_pvid: props.vlanDefaultPvid,
      vlan_protocol: props.vlanProtocol,
      mcast_snooping: props.mcastSnooping ? 1 : 0,
      mcast_querier: props.mcastQuerier ? 1 : 0,
      mcast_router: props.mcastRouter,
      group_fwd_mask: props.groupFwdMask ? `0x${(props.groupFwdMask as number).toString(16)}` : '0',
      no_linklocal_learn: props.noLinklocalLearn ? 1 : 0,
      nf_call_iptables: props.nfCallIptables ? 1 : 0,
      nf_call_ip6tables: props.nfCallIp6tables ? 1 : 0,
      nf_call_arptables: props.nfCallArptables ? 1 : 0,
    });
    printVlans(prints, props.name, props);
    masters(prints, props.name, props.ports);
  },

  'bridge-port': (props, prints) => {
    const known = prints.links.get(props.link as string) as { linkinfo?: object } | undefined;
    const info_slave_data = {
      state: 'forwarding',
      cost: props.cost,
      priority: props.priority,
      guard: props.guard,
      root_block: props.rootBlock,
      isolated: props.isolated,
      hairpin: props.hairpin,
      learning: props.learning,
      locked: props.locked,
      flood: props.flood,
      mcast_flood: props.mcastFlood,
      bcast_flood: props.bcastFlood,
      neigh_suppress: props.neighSuppress,
      fastleave: props.fastLeave,
      mcast_to_unicast: props.mcastToUnicast,
      multicast_router: props.mcastRouter,
    };
    const linkinfo = { ...known?.linkinfo, info_slave_kind: 'bridge', info_slave_data };
    prints.links.set(props.link as string, { ...known, master: props.bridge, linkinfo });
    printVlans(prints, props.link, props);
    for (const entry of props.staticMacs as string[]) {
      const [mac, vlan] = entry.split('@');
      const where = { mac, ifname: props.link, ...(vlan && { vlan: Number(vlan) }) };
      prints.fdb.push({ ...where, flags: [], master: props.bridge, state: 'static' });
    }
  },

  networkd: (_, prints) => {
    for (const name of ['ManageForeignRoutes', 'ManageForeignRoutingPolicyRules'])
      prints.managers.push(`${NETWORKD_SETTINGS}:2:${name}=no`);
  },

  unmanaged({ manager, links }, prints) {
    const names = links as readonly string[];
    const text: Readonly<Record<string, readonly string[]>> = {
      'systemd-networkd': [`${NETWORKD_FILE}:3:Name=${names.join(' ')}`],
      NetworkManager: [
        `${NETWORK_MANAGER_FILE}:3:unmanaged-devices+=${names.map(name => `interface-name:=${name};`).join('')}`,
      ],
      ifupdown: names.map(
        (name, line) => `/etc/network/interfaces:${line + 1}:#trunkline:${name}# auto ${name}`,
      ),
    };
    prints.managers.push(...text[manager as string]!);
  },

  dummy: (props, prints) => printLink(prints, props.name as string, props, 'dummy'),
  ifb: (props, prints) => printLink(prints, props.name as string, props, 'ifb'),
  macvlan: (props, prints) => printMacvlan(prints, props, 'macvlan'),
  macvtap: (props, prints) => printMacvlan(prints, props, 'macvtap'),
  tap: (props, prints) => printTun(prints, props, 'tap'),
  tun: (props, prints) => printTun(prints, props, 'tun'),

  veth(props, prints) {
    const { name, peer, peerMac: mac, peerMtu: mtu, peerUp: up } = props;
    printLink(prints, name as string, props, 'veth');
    printLink(prints, peer as string, { mac, mtu, up }, 'veth');
    add(prints, name, { link: peer });
    add(prints, peer, { link: name });
  },

  vxlan(props, prints) {
    const { name, vni, link, local, group, remotes, port, learning, ttl, ageingSec } = props;
    printLink(prints, name as string, props, 'vxlan', {
      id: vni,
      ...(link !== null && { link }),
      ...outer('local', local),
      ...outer('group', group),
      ...{ port, learning, ttl, ageing: ageingSec },
      ...tosOf(props),
    });
    const others = group === null ? [] : [`${group} via ${link}`];
    for (const to of [...others, ...(remotes as string[])])
      prints.flood.push(`00:00:00:00:00:00 dev ${name} dst ${to} self permanent`);
  },

  geneve: (props, prints) =>
    printLink(prints, props.name as string, props, 'geneve', {
      id: props.vni,
      ...outer('remote', props.remote),
      ...{ ttl: props.ttl, port: props.port },
      ...tosOf(props),
    }),

  gre(props, prints) {
    const { name, type, remote, local, key, ttl } = props;
    const dotted = [24, 16, 8, 0].map(bits => ((key as number) >>> bits) & 255).join('.');
    printLink(prints, name as string, props, type as string, {
      ...{ remote, local: local ?? 'any', ttl },
      ...tosOf(props),
      ...(key !== null && { ikey: dotted, okey: dotted }),
    });
    add(prints, name, {
      link: null,
      ...(type === 'gre' && { link_type: 'gre', address: local ?? '0.0.0.0' }),
    });
  },

  'ip-tunnel'(props, prints) {
    const { name, type, remote, local, ttl } = props;
    const data = { proto: 'any', remote, local: local ?? 'any', ttl, pmtudisc: true, ...tosOf(props) };
    printLink(prints, name as string, props, type as string, data);
    add(prints, name, { link: null, link_type: type, address: local ?? '0.0.0.0' });
  },

  vrf: (props, prints) => printLink(prints, props.name as string, props, 'vrf', { table: props.table }),
  'vrf-member': ({ link, vrf }, prints) => {
    const { linkinfo } = (prints.links.get(link as string) ?? {}) as { linkinfo?: object };
    add(prints, link, { master: vrf, linkinfo: { ...linkinfo, info_slave_kind: 'vrf' } });
  },

  'ovs-bridge': (props, prints) => {
    Object.assign(ovsRow(prints, props.name), {
      datapath_type: props.datapathType === 'system' ? '' : props.datapathType,
      fail_mode: set(props.failMode),
      stp_enable: props.stp,
      mcast_snooping_enable: props.mcastSnooping,
    });
    printLink(prints, props.name as string, { up: false });
  },

  'ovs-port': (props, prints) => {
    const bridge = ovsRow(prints, props.bridge);
    const uuid = ['uuid', `port-${props.name}`];
    bridge.ports = ['set', [...(bridge.ports as [string, unknown[]])[1], uuid]];
    const trunks = props.trunks as number[];
    prints.ovs.ports.push({
      _uuid: uuid,
      name: props.name,
      tag: set(props.tag),
      // OVSDB prints a set of one as the one.
      trunks: trunks.length === 1 ? trunks[0] : ['set', trunks],
      vlan_mode: set(props.vlanMode),
    });
    const type = props.type === 'internal' ? 'internal' : '';
    prints.ovs.interfaces.push({ name: props.name, type });
    if (type) printLink(prints, props.name as string, { up: false });
  },

  address({ link, address }, prints) {
    const [local, length] = (address as string).split('/');
    const family = local!.includes(':') ? 'inet6' : 'inet';
    const own = prints.links.get(link as string);
    const one = { family, local, prefixlen: Number(length), scope: 'global' };
    prints.links.set(link as string, { ...own, addr_info: [...((own?.addr_info as []) ?? []), one] });
  },

  route({ to, type, via, link, onLink, nextHops, metric, table, source, namespace, ...limits }, prints) {
    const family = (to as string).includes(':') ? 6 : 4;
    const bare = (to as string).replace(/^(0\.0\.0\.0|::)\/0$/, 'default');
    prints.routes[family].push({
      namespace,
      type:
        type === null
          ? '1'
          : { blackhole: '6', unreachable: '7', prohibit: '8', throw: '9' }[type as 'throw'],
      // Whole addresses are printed without their length.
      dst: bare.endsWith(family === 4 ? '/32' : '/128') ? bare.split('/')[0] : bare,
      ...(via !== null && { gateway: via }),
      ...(type === null ? link !== undefined && { dev: link } : family === 6 && { dev: 'lo' }),
      table: String(table ?? 254),
      protocol: '3',
      scope: '0',
      ...(source !== null && { prefsrc: source }),
      ...routeMetrics(limits),
      ...((metric !== undefined || family === 6) && { metric: metric ?? 1024 }),
      flags: onLink ? ['onlink'] : [],
      ...(nextHops !== null && {
        nexthops: (nextHops as Props[]).map(hop => ({ gateway: hop.via, dev: hop.link, weight: hop.weight })),
      }),
    });
  },

  rule(props, prints) {
    const split = (prefix: unknown) => (prefix as string).split('/') as [string, string];
    const [src, srclen] = props.from === null ? ['all'] : split(props.from);
    const [dst, dstlen] = props.to === null ? [] : split(props.to);
    const hex = (value: unknown) => `0x${(value as number).toString(16)}`;
    const portsOf = (word: string, value: unknown) => {
      if (value === null) return {};
      const [first, last] = (value as string).split('-').map(Number);
      return last === undefined ? { [word]: first } : { [`${word}_start`]: first, [`${word}_end`]: last };
    };
    prints.rules[props.family as 4 | 6].push({
      namespace: props.namespace,
      priority: props.priority,
      ...(props.not === true && { not: null }),
      src,
      ...(srclen && { srclen: Number(srclen) }),
      ...(dst && { dst, dstlen: Number(dstlen) }),
      ...(props.mark !== null && { fwmark: hex(props.mark) }),
      ...(props.mark !== null && props.markMask !== 0xffffffff && { fwmask: hex(props.markMask) }),
      ...(props.inLink !== null && { iif: props.inLink }),
      ...(props.outLink !== null && { oif: props.outLink }),
      ...(props.tos !== null && { tos: hex(props.tos) }),
      ...(props.l3mdev === true && { l3mdev: null }),
      ...(props.uidRange !== null && {
        uid_start: Number((props.uidRange as string).split('-')[0]),
        uid_end: Number((props.uidRange as string).split('-').at(-1)),
      }),
      ...(props.ipProto !== null && { ipproto: `ipproto-${props.ipProto}` }),
      ...portsOf('sport', props.sport),
      ...portsOf('dport', props.dport),
      ...(props.table !== null && { table: String(props.table) }),
      ...(props.suppressPrefixLength !== null && { suppress_prefixlen: props.suppressPrefixLength }),
      ...(props.suppressIfGroup !== null && { suppress_ifgroup: String(props.suppressIfGroup) }),
      ...(props.goto !== null && { goto: props.goto, unresolved: null }),
      ...(props.action === 'nop' && { nop: null }),
      ...(props.action !== null &&
        props.action !== 'nop' && {
          action: { blackhole: '6', unreachable: '7', prohibit: '8' }[props.action as 'prohibit'],
        }),
    });
  },

  shaper({ link, discipline, rate, burstKiB, latencyMs }, { traffic }) {
    const tbf = { rate: bitsPerSecond(rate) / 8, burst: kib(burstKiB), lat: (latencyMs as number) * 1000 };
    const options = discipline === 'tbf' ? tbf : { r2q: 10, default: '0xfff' };
    traffic.qdiscs.push({ kind: discipline, handle: '746c:', dev: link, root: true, refcnt: 2, options });
    if (discipline === 'tbf') return;
    const bounds = `rate ${printRate(rate)} ceil ${printRate(rate)} burst ${burstKiB}Kb cburst ${burstKiB}Kb`;
    answer(traffic, `class show dev ${link}`).push(`class htb 746c:1 root ${bounds} `);
    answer(traffic, `filter show dev ${link}`);
  },

  'traffic-class': ({ link, classId, rate, ceil, priority, burstKiB, queue, matches }, { traffic }) => {
    const at = `746c:${(classId as number).toString(16)}`;
    traffic.qdiscs.push({ kind: queue, handle: '8001:', dev: link, parent: at, options: {} });
    const bounds = `rate ${printRate(rate)} ceil ${printRate(ceil)} burst ${burstKiB}Kb cburst 20Mb`;
    answer(traffic, `class show dev ${link}`).push(
      `class htb ${at} parent 746c:1 leaf 8001: prio ${priority} ${bounds} `,
    );
    for (const [slot, one] of (matches as Props[]).entries()) {
      const base = (classId as number) * 16 + slot * 2;
      answer(traffic, `filter show dev ${link}`).push(...printMatch(one, base, at));
    }
  },

  policer({ link, vlanId, rate, burstKiB }, { traffic }) {
    const limits = `rate ${printRate(rate)} burst ${burstKiB}Kb mtu 64Kb`;
    const action = `police 0x1 ${limits} action drop/continue overhead 0b `;
    printHeld(traffic, link, 'ingress', vlanId, [29804, 29803], action);
  },

  mirror({ link, to, direction, vlanId }, { traffic }) {
    const action = `mirred (Egress Mirror to device ${to ?? '*'}) continue`;
    for (const way of ['ingress', 'egress'])
      if (direction === 'both' || direction === way)
        printHeld(traffic, link, way, vlanId, [29801, 29802], action);
  },

  'bpdu-filter': ({ link, direction }, { traffic }) => {
    printHolder(traffic, link);
    for (const way of ['ingress', 'egress']) {
      if (direction !== 'both' && direction !== way) continue;
      const head = 'filter protocol all flower chain 0 ';
      const groups = ['01:80:c2:00:00:00', '01:80:c2:00:00:08', '01:00:0c:cc:cc:cd'];
      answer(traffic, `filter show dev ${link} ${way} pref 29805`).push(
        head,
        ...groups.flatMap((group, n) => [
          `${head}handle 0x${n + 1} `,
          `  dst_mac ${group}`,
          '  not_in_hw',
          '\taction order 1: gact action drop',
          '\t random type none pass val 0',
          '\t index 1 ref 1 bind 1',
          '',
        ]),
      );
    }
  },

  'dhcp-client'(props, prints) {
    const client = props as DhcpClientProps;
    const about = `--- trunkline ${client.link}.${client.family}`;
    // Where it does not run, somebody has been at the file.
    const unit = client.running ? unitText(client) : '# changed\n';
    prints.dhcp.push(`${about} script\n${clientText(client)}${about} unit\n${unit}${about} running\n`);
  },

  'firewall-zone'({ link, zone }, { zones }) {
    zones.set(zone as string, [...(zones.get(zone as string) ?? []), link as string]);
  },

  dns({ servers, search }, prints) {
    prints.dns.push('# Written by hand');
    if ((search as string[]).length > 0) prints.dns.push(`search ${(search as string[]).join(' ')}`);
    for (const server of servers as string[]) prints.dns.push(`nameserver ${server}`);
  },

  sysctl({ key, value, dropIn, namespace }, prints) {
    const path = (key as string).replaceAll(/[./]/g, mark => (mark === '.' ? '/' : '.'));
    const where = namespace === undefined ? '' : `${namespace}|`;
    prints.sysctl.push(`${where}/proc/sys/${path}:${(value as string).replaceAll(' ', '\t')}`);
    if (dropIn !== null)
      prints.sysctl.push(
        `/etc/sysctl.d/90-trunkline-${(key as string).replaceAll('/', ':')}.conf:${key} = ${dropIn}`,
      );
  },
};

/** RTA_METRICS: zero is none, and without any there is no list. */
function routeMetrics({ mtu, advMss, initCwnd, initRwnd }: Props): { metrics?: unknown } {
  const all = Object.entries({ mtu, advmss: advMss, initcwnd: initCwnd, initrwnd: initRwnd });
  const some = all.filter(([, value]) => value !== null);
  return some.length > 0 ? { metrics: [Object.fromEntries(some)] } : {};
}

/** What firewalld's files and its D-Bus say, of zones that came with it and of one that was added. */
function printZones(zones: ReadonlyMap<string, readonly string[]>): string {
  const file = (zone: string) => `/etc/firewalld/zones/${zone}.xml`;
  const known = [
    file('guests'),
    '/usr/lib/firewalld/zones/internal.xml',
    '/usr/lib/firewalld/zones/trusted.xml',
  ];
  const has = [...zones].flatMap(([zone, links]) =>
    links.map(link => `${file(zone)}:<interface name="${link}"/>`),
  );
  const active = Object.fromEntries([...zones].map(([zone, interfaces]) => [zone, { interfaces }]));
  const live = JSON.stringify({ type: 'a{sa{sas}}', data: [active] });
  return [...known.map(path => `known ${path}`), ...has, `live ${live}`].join('\n');
}

/** A table of OVSDB as `ovs-vsctl --format=json` prints it. */
function table(rows: readonly Props[]): string {
  const headings = [...new Set(rows.flatMap(row => Object.keys(row)))];
  return JSON.stringify({ headings, data: rows.map(row => headings.map(name => row[name] ?? ['set', []])) });
}

/** What the host's tools print, by probe, for exactly these resources with all their properties. */
export function printed(resources: readonly Resource[]): Record<string, string> {
  const prints: Prints = {
    links: new Map(),
    routes: { 4: [], 6: [] },
    rules: { 4: [], 6: [] },
    sysctl: [],
    dns: [],
    zones: new Map(),
    dhcp: [],
    vlans: [],
    fdb: [],
    flood: [],
    managers: [],
    traffic: { qdiscs: [], answers: new Map() },
    ovs: { bridges: [], ports: [], interfaces: [] },
  };
  for (const { kind, props } of resources) encoders[kind]!(props, prints);
  const namespaces = resources.flatMap(({ kind, props }) =>
    kind === 'network-namespace' ? [props.name as string] : [],
  );
  const places = [undefined, ...namespaces];
  return Object.assign({}, ...places.map(place => printedAt(prints, place, places)));
}

/** What the tools print that run in a place: bare names there, and what is elsewhere by its index. */
function printedAt(
  prints: Prints,
  place: string | undefined,
  places: readonly (string | undefined)[],
): Record<string, string> {
  const isHere = (name: unknown) => namespaceOf(name as string) === place;
  const bare = (name: unknown) => (typeof name === 'string' ? placed(name).ifname : name);
  const here = (names: Iterable<string>) => [...names].filter(isHere);
  const indexOf = (name: string) => {
    const all = [...prints.links.keys()].filter(one => namespaceOf(one) === namespaceOf(name));
    return all.indexOf(name) + 1;
  };
  const links = here(prints.links.keys()).map(name => {
    const { link, master, linkinfo, ...rest } = prints.links.get(name)! as Props & {
      linkinfo?: { info_data?: Props };
    };
    const far =
      typeof link === 'string' && !isHere(link)
        ? { link_index: indexOf(link), link_netnsid: places.indexOf(namespaceOf(link)) }
        : link !== undefined && { link: bare(link) };
    const data = linkinfo?.info_data?.link
      ? { ...linkinfo, info_data: { ...linkinfo.info_data, link: bare(linkinfo.info_data.link) } }
      : linkinfo;
    return {
      ifindex: indexOf(name),
      ...rest,
      ifname: bare(name),
      ...far,
      ...(master !== undefined && { master: bare(master) }),
      ...(data && { linkinfo: data }),
    };
  });
  const ofPlace = (rows: readonly Props[], ...names: readonly string[]) =>
    rows
      .filter(row => row.namespace === place)
      .map(({ namespace: _, ...row }) => {
        for (const name of names) if (name in row) Object.assign(row, { [name]: bare(row[name]) });
        return row;
      });
  const routes = (family: 4 | 6) =>
    ofPlace(prints.routes[family], 'dev').map(route =>
      route.nexthops
        ? { ...route, nexthops: (route.nexthops as Props[]).map(hop => ({ ...hop, dev: bare(hop.dev) })) }
        : route,
    );
  const rules = (family: 4 | 6) => ofPlace(prints.rules[family], 'iif', 'oif');
  const ports = (rows: readonly Props[]) =>
    rows
      .filter(({ ifname }) => isHere(ifname))
      .map(row => ({
        ...row,
        ifname: bare(row.ifname),
        ...('master' in row && { master: bare(row.master) }),
      }));
  const settings = prints.sysctl.flatMap(line => {
    const [, where, rest] = /^(?:([^|/]+)\|)?(.*)$/s.exec(line)!;
    return where === place ? [rest!] : [];
  });
  const everywhere = {
    links: JSON.stringify(links),
    '.numbers': JSON.stringify(
      places.flatMap((name, nsid) => (name === place ? [] : [{ nsid, ...(name && { name }) }])),
    ),
    routes: `${JSON.stringify(routes(4))}\n\n${JSON.stringify(routes(6))}\n`,
    rules: `${JSON.stringify(rules(4))}\n\n${JSON.stringify(rules(6))}\n`,
    sysctl: settings.join('\n'),
    'bridge-vlans': JSON.stringify(ports(prints.vlans)),
    'bridge-fdb': JSON.stringify(ports(prints.fdb)),
    flood: prints.flood
      .filter(line => isHere(line.split(' ')[2]))
      .map(line => line.replace(/ dev \S+\//, ' dev '))
      .join('\n'),
  };
  if (place !== undefined)
    return Object.fromEntries(Object.entries(everywhere).map(([name, text]) => [`${place}/${name}`, text]));
  return {
    ...everywhere,
    dhcp: prints.dhcp.join(''),
    dns: ['nobody', ...prints.dns].join('\n'),
    'firewall-zones': printZones(prints.zones),
    managers: prints.managers.join('\n'),
    traffic: printTraffic(prints.traffic),
    ovs: [prints.ovs.bridges, prints.ovs.ports, prints.ovs.interfaces].map(table).join('\n'),
  };
}

/**
 * A state whose probes answered with these texts; `blue/links` is what a network namespace answered. A probe without
 * a text is answered by nothing.
 */
export function stateFrom(texts: Readonly<Record<string, string>>, extra: Partial<State> = {}): State {
  const probes = [...new Set(kinds.all.flatMap(kind => kind.probes))];
  const namespaces = [...new Set(Object.keys(texts).flatMap(name => namespaceOf(name) ?? []))];
  const places = [undefined, ...namespaces].map((namespace): PlaceAnswers => {
    const own = Object.entries(texts).filter(([name]) => namespaceOf(name) === namespace);
    const text = new Map(own.map(([name, answer]) => [placed(name).ifname, answer]));
    return {
      ...(namespace !== undefined && { namespace }),
      numbers: readNumbers(text.get('.numbers') ?? ''),
      answers: Object.fromEntries(
        probes.flatMap(probe => {
          const answer = text.get(probe.name);
          return answer === undefined ? [] : [[probe.name, probe.parse(answer)]];
        }),
      ),
    };
  });
  return {
    formatVersion: STATE_FORMAT,
    identity: { hostname: 'kvm01', kernel: '6.1.0', os: 'debian', bootId: 'b' },
    tools: [
      'ip',
      'bridge',
      'tc',
      'flock',
      'setsid',
      'systemctl',
      'busctl',
      'firewall-offline-cmd',
      'ovs-vsctl',
    ],
    modules: [
      ...kinds.all.flatMap(kind => kind.needs?.({}) ?? []).flatMap(({ module }) => module ?? []),
      ...ipTunnelTypes,
    ],
    ...extra,
    answers: gatherPlaces(probes, places),
  };
}

export const stateOf = (resources: readonly Resource[], record?: HostRecord): State =>
  stateFrom(printed(resources), record && { record });
