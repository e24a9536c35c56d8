import { z } from 'zod';
import { kinds } from '../../constructs/kinds';
import type { LabHost } from '../../lab';
import type { Resource } from '../../lib/kind';
import { describeAll } from '../../lib/plan/describe';
import { expectSound, snapshot } from './invariants';
import {
  changes,
  deploy,
  firstVrf,
  freshLab,
  intentOf,
  LAB_TIMEOUT_MS,
  nothing,
  tunnelModules,
} from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

const bond0 = {
  ...{
    name: 'bond0',
    mode: '802.3ad',
    ports: ['enp2s0', 'enp3s0'],
    miimonMs: 100,
    updelayMs: 200,
    downdelayMs: 300,
  },
  ...{ peerNotifDelayMs: 200, lacpActive: true, adSelect: 'bandwidth', adActorSysPrio: 100 },
  ...{ adActorSystem: '02:00:00:00:0b:10', adUserPortKey: 5, useCarrier: true, allSlavesActive: true },
  ...{
    lacpRate: 'fast',
    xmitHashPolicy: 'layer3+4',
    minLinks: 1,
    mac: '02:00:00:00:0b:00',
    mtu: 2000,
    up: true,
  },
};
const bridge = (name: string, port: string, mac: string) => ({
  ...{ name, ports: [port], mac, stp: false, priority: 4096, forwardDelaySec: 4, helloTimeSec: 1 },
  ...{ maxAgeSec: 10, ageingTimeSec: 60, mtu: 1400, up: true },
  ...{
    vlanFiltering: true,
    vlanDefaultPvid: 1,
    vlanProtocol: '802.1Q',
    tagged: '100-110',
    untagged: '30',
    pvid: 30,
  },
  ...{ mcastSnooping: true, mcastQuerier: true, mcastRouter: 2, groupFwdMask: 8, noLinklocalLearn: true },
  ...{ nfCallIptables: true, nfCallIp6tables: true, nfCallArptables: true },
});
const portOf = (bridge: string, link: string) => ({
  ...{ link, bridge, tagged: '1000-1999', untagged: '5', pvid: 5, cost: 77, priority: 9 },
  ...{
    guard: true,
    rootBlock: true,
    isolated: true,
    hairpin: true,
    learning: false,
    locked: true,
    flood: false,
  },
  ...{ mcastFlood: false, bcastFlood: false, neighSuppress: true, fastLeave: true, mcastToUnicast: true },
  ...{ mcastRouter: 2, staticMacs: ['02:00:00:00:00:05@5'] },
});

const virtual = (kind: string, name: string, props: Resource['props']): Resource => ({
  kind,
  props: { name, mtu: 1400, up: true, ...props },
});
const accounts = { user: 'ops', group: 'ops', multiQueue: true, vnetHdr: true };

const virtualLinks: Resource[] = [
  virtual('dummy', 'loop0', { mac: '02:00:00:00:0c:01' }),
  virtual('ifb', 'ifb7', {}),
  virtual('macvlan', 'mv0', {
    ...{ link: 'dum1', mode: 'source', mac: '02:00:00:00:0c:03' },
    sourceMacs: ['02:00:00:00:0c:31', '02:00:00:00:0c:32'],
  }),
  virtual('macvtap', 'mt0', {
    ...{ link: 'dum0', mode: 'source', mac: '02:00:00:00:0c:04' },
    sourceMacs: ['02:00:00:00:0c:41', '02:00:00:00:0c:42'],
  }),
  virtual('tap', 'tap0', { ...accounts, mac: '02:00:00:00:0c:05' }),
  virtual('tun', 'tun0', accounts),
  virtual('veth', 've0', {
    ...{ peer: 've1', mac: '02:00:00:00:0c:06' },
    ...{ peerMac: '02:00:00:00:0c:07', peerMtu: 1400, peerUp: true },
  }),
  virtual('vxlan', 'vx0', {
    ...{ vni: 100, link: 'dum1', local: '10.60.0.1', port: 4790, learning: false, mac: '02:00:00:00:0c:08' },
    ...{ remotes: ['10.60.0.8', '10.60.0.9'], ttl: 9, tos: 0x20, ageingSec: 60 },
  }),
  virtual('vxlan', 'vx1', { vni: 101, link: 'dum1', group: '239.1.1.1', mac: '02:00:00:00:0c:0c' }),
  virtual('geneve', 'gnv0', {
    ...{ vni: 200, remote: '10.60.0.9', port: 6082, ttl: 9, tos: 0x20, mac: '02:00:00:00:0c:09' },
  }),
  virtual('ip-tunnel', 'sit7', {
    ...{ type: 'sit', remote: '10.60.0.9', local: '10.60.0.1', ttl: 9, tos: 0x20 },
  }),
  virtual('gre', 'gre7', {
    ...{ type: 'gretap', remote: '10.60.0.9', local: '10.60.0.1', key: 7, ttl: 9, tos: 0x20 },
    mac: '02:00:00:00:0c:0a',
  }),
  { kind: 'vrf', props: { name: 'blue', table: 200, mac: '02:00:00:00:0c:0b', up: true } },
  { kind: 'vrf-member', props: { link: 'loop0', vrf: 'blue' } },
];

const namespaces: Resource[] = [
  { kind: 'network-namespace', props: { name: 'pink' } },
  { kind: 'network-namespace', props: { name: 'red', loopbackUp: true } },
  { kind: 'dummy', props: { name: 'red/inner', mac: '02:00:00:00:0c:0d' } },
  { kind: 'address', props: { link: 'red/inner', address: '10.60.0.1/24' } },
  { kind: 'route', props: { to: '10.66.0.0/16', via: '10.60.0.9', namespace: 'red' } },
  { kind: 'rule', props: { family: 4, priority: 102, table: 100, namespace: 'red' } },
  {
    kind: 'sysctl',
    props: { key: 'net.ipv4.tcp_keepalive_intvl', value: '60', dropIn: null, namespace: 'red' },
  },
];

/**
 * Of each kind at least one, so that every property is set, and nothing on top of what a drift would take along: what
 * is below others, dum0 and dum1, nobody changes.
 */
const resources: Resource[] = [
  { kind: 'link', props: { name: 'dum4', up: true, mtu: 1600 } },
  { kind: 'bond', props: bond0 },
  {
    kind: 'bond',
    props: {
      name: 'bond1',
      mode: 'active-backup',
      ports: ['enp4s0', 'enp5s0'],
      ...{ miimonMs: 100, updelayMs: 200, downdelayMs: 300, peerNotifDelayMs: 200 },
      ...{ primary: 'enp4s0', primaryReselect: 'failure', useCarrier: true, allSlavesActive: true },
    },
  },
  {
    kind: 'bond',
    props: {
      ...{ name: 'bond2', mode: 'active-backup', ports: [], arpIntervalMs: 500, arpIpTargets: ['10.60.0.9'] },
      ...{ nsIp6Targets: ['fd00:60::9'], arpValidate: 'all', arpAllTargets: 'all', arpMissedMax: 3 },
      ...{ failOverMac: 'follow', numGratArp: 3, resendIgmp: 4 },
    },
  },
  { kind: 'bond', props: { name: 'bond3', mode: 'balance-rr', ports: [], packetsPerSlave: 4 } },
  {
    kind: 'bond',
    props: {
      name: 'bond4',
      mode: 'balance-tlb',
      ports: [],
      miimonMs: 100,
      lpIntervalSec: 5,
      tlbDynamicLb: false,
    },
  },
  {
    kind: 'vlan',
    props: {
      ...{ name: 'v200', link: 'dum1', vlanId: 200, protocol: '802.1Q', mtu: 1450, up: true },
      ...{ reorderHdr: true, gvrp: true, mvrp: false, looseBinding: false, bridgeBinding: false },
      ...{ ingressQosMap: { 5: 6 }, egressQosMap: { 0: 1, 6: 5 } },
    },
  },
  { kind: 'bridge', props: bridge('br0', 'dum2', '02:00:00:00:0b:01') },
  { kind: 'bridge-port', props: portOf('br0', 'dum2') },
  { kind: 'bridge', props: bridge('br1', 'dum3', '02:00:00:00:0b:02') },
  { kind: 'bridge-port', props: portOf('br1', 'dum3') },
  ...virtualLinks,
  {
    kind: 'ovs-bridge',
    props: { name: 'ovs0', datapathType: 'system', failMode: 'secure', stp: true, mcastSnooping: true },
  },
  {
    kind: 'ovs-port',
    props: {
      name: 'op0',
      bridge: 'ovs0',
      type: 'internal',
      tag: 20,
      trunks: [20, 30],
      vlanMode: 'native-tagged',
    },
  },
  { kind: 'address', props: { link: 'dum1', address: '10.60.0.1/24' } },
  { kind: 'address', props: { link: 'dum1', address: '10.60.0.2/24' } },
  { kind: 'address', props: { link: 'dum1', address: 'fd00:60::1/64' } },
  {
    kind: 'route',
    props: {
      to: '10.61.0.0/16',
      via: '10.60.0.254',
      link: 'dum1',
      metric: 50,
      table: 100,
      source: '10.60.0.1',
      ...{ mtu: 1420, advMss: 1380, initCwnd: 20, initRwnd: 30 },
    },
  },
  { kind: 'route', props: { to: '10.62.0.0/16', link: 'dum1' } },
  { kind: 'route', props: { to: '10.63.0.0/16', type: 'unreachable' } },
  { kind: 'route', props: { to: '10.64.0.0/16', via: '10.99.0.1', link: 'dum1', onLink: true } },
  {
    kind: 'route',
    props: {
      to: '10.65.0.0/16',
      nextHops: [
        { via: '10.60.0.253', weight: 2 },
        { via: '10.60.0.254', link: 'dum1' },
      ],
    },
  },
  {
    kind: 'rule',
    props: {
      ...{ family: 4, priority: 100, not: true, from: '10.60.0.0/24', to: '10.61.0.0/16', inLink: 'dum0' },
      ...{ outLink: 'dum1', mark: 5, markMask: 255, table: 100, suppressPrefixLength: 0 },
    },
  },
  { kind: 'rule', props: { family: 6, priority: 101, from: 'fd00:60::/64', action: 'prohibit' } },
  {
    kind: 'rule',
    props: {
      ...{ family: 4, priority: 102, tos: 16, ipProto: 'tcp', sport: 80, dport: '1000-1999' },
      ...{ uidRange: '1-9', table: 100, suppressIfGroup: 5 },
    },
  },
  { kind: 'rule', props: { family: 4, priority: 103, l3mdev: true, goto: 32766 } },
  { kind: 'shaper', props: { link: 'dum6', discipline: 'htb', rate: '10mbit', burstKiB: 64 } },
  { kind: 'bpdu-filter', props: { link: 'dum5' } },
  { kind: 'traffic-class', props: { link: 'dum6', classId: 4095, rate: '1mbit' } },
  {
    kind: 'traffic-class',
    props: {
      ...{ link: 'dum6', classId: 2, rate: '2mbit', ceil: '5mbit', priority: 3, burstKiB: 64, queue: 'sfq' },
      matches: [{ vlanId: 200, vlanPriority: 5 }, { dscp: 'ef', from: 'fd00:60::/64' }, { mark: 7 }],
    },
  },
  {
    kind: 'shaper',
    props: { link: 'dum5', discipline: 'tbf', rate: '20mbit', burstKiB: 64, latencyMs: 40 },
  },
  { kind: 'policer', props: { link: 'dum7', vlanId: 200, rate: '3mbit', burstKiB: 100 } },
  { kind: 'policer', props: { link: 'dum7', rate: '30mbit' } },
  { kind: 'mirror', props: { link: 'dum8', to: 'dum0', direction: 'both', vlanId: 200 } },
  { kind: 'mirror', props: { link: 'dum8', to: 'dum1', direction: 'ingress' } },
  { kind: 'dns', props: { servers: ['10.0.0.53'], search: ['example.net'] } },
  ...namespaces,
  { kind: 'sysctl', props: { key: 'net.ipv4.tcp_keepalive_time', value: '600', dropIn: '600' } },
];

interface Case {
  readonly by: string;
  /** The lines of the plan, all of them. */
  readonly sees: readonly RegExp[];
}

const drift = (by: string, ...sees: RegExp[]): Case => ({ by, sees });
const file = '/etc/sysctl.d/90-trunkline-net.ipv4.tcp_keepalive_time.conf';
const bonded = (mode: string) => `ip -batch - <<'IP'
link set enp4s0 nomaster
link set enp5s0 nomaster
link set bond1 down
link set bond1 type bond mode ${mode}
link set enp4s0 down
link set enp5s0 down
link set enp4s0 master bond1
link set enp5s0 master bond1
link set bond1 up
IP`;
const closed = (bond: string, words: string) =>
  `ip link set ${bond} down; ip link set ${bond} type bond ${words}; ip link set ${bond} up`;
const again = (words: string) =>
  `ip link del v200; ip link add ${words} gvrp on ingress-qos-map 5:6 egress-qos-map 0:1 6:5`;
const option = (words: string) => `ip link set br0 type bridge ${words}`;
const ofPort = (words: string, sees: RegExp) => drift(`bridge link set dev dum2 ${words}`, sees);
const ovs = (column: string) => `ovs-vsctl --timeout=20 set Bridge ovs0 ${column}`;
const port = (words: string) => `ovs-vsctl --timeout=20 ${words}`;
/** The route of table 100 as it is deployed, but for some words of ip-route(8). */
const route = (changed: Readonly<Record<string, string | number>>): string => {
  const way = { via: '10.60.0.254', dev: 'dum1', src: '10.60.0.1', metric: 50, table: 100 };
  const words = { ...way, mtu: 1420, advmss: 1380, initcwnd: 20, initrwnd: 30, ...changed };
  return `ip route replace 10.61.0.0/16 ${Object.entries(words).flat().join(' ')}`;
};

const rule = (words: string) =>
  `ip rule del priority 100; ip rule add priority 100 ${words} to 10.61.0.0/16 iif dum0 oif dum1 fwmark 5/255 table 100 suppress_prefixlength 0`;
const socketRule = (from: string, to: string) =>
  `ip rule del priority 102; ip rule add priority 102 ${'tos 0x10 ipproto tcp sport 80 dport 1000-1999 uidrange 1-9 table 100 suppress_ifgroup 5'.replace(from, to)}`;
const ofSocket = (from: string, to: string, sees: RegExp) =>
  drift(socketRule(from, to), new RegExp(`rule 102: .*: ${sees.source} \\(the kernel cannot change`));
/** What every link has, as the virtual ones are given it here. */
const generic = (kind: string, name: string, mac: string): Record<string, Case> => ({
  mac: drift(
    `ip link set dev ${name} address 02:00:00:00:0c:99`,
    new RegExp(`${kind} ${name}.*: mac 02:\\S+:99 -> ${mac} \\(drift\\)$`),
  ),
  mtu: drift(
    `ip link set dev ${name} mtu 1300`,
    new RegExp(`${kind} ${name}.*: mtu 1300 -> 1400 \\(drift\\)$`),
  ),
  up: drift(
    `ip link set dev ${name} down`,
    new RegExp(`${kind} ${name}.*: up (no|false) -> (yes|true) \\(drift\\)$`),
  ),
});

const bucket = (words: string) => `tc qdisc replace dev dum5 root handle 746c: tbf ${words}`;
/** A class as it is deployed, but for some words. */
const htbClass = (words: Record<string, string>) => {
  const all = { rate: '2mbit', ceil: '5mbit', burst: '64k', prio: '3', ...words };
  const text = Object.entries(all).flat().join(' ');
  return `tc class change dev dum6 parent 746c:1 classid 746c:2 htb ${text}`;
};
const policed = (words: string) =>
  `tc filter replace dev dum7 ingress pref 29803 handle 200 protocol 802.1Q flower vlan_id 200 action police ${words} mtu 65535 conform-exceed drop/continue`;

const withoutMac = ({ mac: _, ...rest }: Record<string, Case>): Record<string, Case> => rest;

function macvlan(kind: string, name: string, link: string, other: string, mac: string, second: string) {
  const sources = `${second.slice(0, -1)}1`;
  return {
    name: drift(`ip link del ${name}`, new RegExp(`^\\+ create ${kind} ${name}`)),
    ...generic(kind, name, mac),
    link: drift(
      `ip link del ${name}; ip link add link ${other} name ${name} mtu 1400 address ${mac} up type ${kind} mode source macaddr set ${sources} ${second}`,
      new RegExp(`${name} .*: link ${other} -> ${link} \\(the kernel cannot`),
    ),
    // With the mode goes the list.
    mode: drift(
      `ip link set ${name} type ${kind} mode private`,
      new RegExp(`${name} .*: mode private -> source, sourceMacs .*\\(drift\\)$`),
    ),
    sourceMacs: drift(
      `ip link set ${name} type ${kind} mode source macaddr del ${second}`,
      new RegExp(`${name} .*: sourceMacs .* -> .*${second}.* \\(drift\\)$`),
    ),
  };
}

function tap(mode: 'tap' | 'tun'): Record<string, Case> {
  const mac = mode === 'tap' ? 'address 02:00:00:00:0c:05' : '';
  const made = (words: string) =>
    `ip link del ${mode}0; ip tuntap add dev ${mode}0 mode ${mode} ${words}; udevadm settle; ip link set ${mode}0 mtu 1400 ${mac} up`;
  const sees = (text: string) => new RegExp(`${mode}0.*: ${text} \\(the kernel cannot`);
  return {
    name: drift(`ip link del ${mode}0`, new RegExp(`^\\+ create ${mode} ${mode}0`)),
    user: drift(made('user root group ops multi_queue vnet_hdr'), sees('user root -> ops')),
    group: drift(made('user ops group root multi_queue vnet_hdr'), sees('group root -> ops')),
    multiQueue: drift(made('user ops group ops vnet_hdr'), sees('multiQueue (no|false) -> (yes|true)')),
    vnetHdr: drift(made('user ops group ops multi_queue'), sees('vnetHdr (no|false) -> (yes|true)')),
  };
}

const vxlan = (other: Record<string, string | number>) => {
  const words = {
    id: 100,
    dev: 'dum1',
    local: '10.60.0.1',
    dstport: 4790,
    ttl: 9,
    tos: '0x20',
    ageing: 60,
    ...other,
  };
  const options = Object.entries(words).flat().join(' ');
  return `ip link del vx0; ip link add vx0 mtu 1400 address 02:00:00:00:0c:08 up type vxlan ${options} nolearning
for to in 8 9; do bridge fdb append 00:00:00:00:00:00 dev vx0 dst 10.60.0.$to; done`;
};
const geneve = (words: string) =>
  `ip link del gnv0; ip link add gnv0 mtu 1400 address 02:00:00:00:0c:09 up type geneve ${words} ttl 9 tos 0x20`;
const ipTunnel = (words: string) => `ip link set sit7 type sit ${words}`;
const gre = (words: string) => `ip link set gre7 type gretap ${words}`;

const other = (text: string) =>
  text.replaceAll('br0', 'br1').replaceAll('dum2', 'dum3').replaceAll('0b:01', '0b:02');

/** Every second case is done to the bridge that is alike, or to its port: half as many rounds. */
const onBothBridges = (own: Record<string, Case>): Record<string, Case> =>
  Object.fromEntries(
    Object.entries(own).map(([property, { by, sees }], index) => [
      property,
      index % 2 === 0 ? { by, sees } : drift(other(by), ...sees.map(line => new RegExp(other(line.source)))),
    ]),
  );

/** Every property of every kind. A property that is part of the identity drifts when the thing is gone. */
const cases: Record<string, Record<string, Case>> = {
  'network-namespace': {
    name: drift('ip netns del pink', /^\+ create network-namespace pink \(drift\)$/),
    loopbackUp: drift(
      'ip -n red link set dev lo down',
      /^~ update network-namespace red: loopbackUp (no|false) -> (yes|true) \(drift\)$/,
    ),
  },
  link: {
    up: drift('ip link set dum4 down', /^~ update link dum4: up (no|false) -> (yes|true) \(drift\)$/),
    mtu: drift('ip link set dum4 mtu 1300', /^~ update link dum4: mtu 1300 -> 1600 \(drift\)$/),
  },
  bond: {
    name: drift('ip link del bond0', /^\+ create bond bond0/),
    mode: drift(
      bonded('balance-rr'),
      /^~ update bond bond1 .*: mode balance-rr -> active-backup, .*\(drift\)$/,
    ),
    ports: drift('ip link set enp3s0 nomaster', /^~ update bond bond0 .*: ports \+enp3s0 \(drift\)$/),
    miimonMs: drift('ip link set bond4 type bond miimon 50', /bond4 .*: miimonMs 50 -> 100 \(drift\)$/),
    updelayMs: drift('ip link set bond1 type bond updelay 400', /bond1 .*: updelayMs 400 -> 200 \(drift\)$/),
    downdelayMs: drift(
      'ip link set bond1 type bond downdelay 0',
      /bond1 .*: downdelayMs 0 -> 300 \(drift\)$/,
    ),
    lacpRate: drift(
      'ip link set bond0 down; ip link set bond0 type bond lacp_rate slow; ip link set bond0 up',
      /bond0 .*: lacpRate slow -> fast \(drift\)$/,
    ),
    xmitHashPolicy: drift(
      'ip link set bond0 type bond xmit_hash_policy layer2',
      /bond0 .*: xmitHashPolicy layer2 -> layer3\+4 \(drift\)$/,
    ),
    primary: drift(
      'ip link set bond1 type bond primary enp5s0',
      /bond1 .*: primary enp5s0 -> enp4s0 \(drift\)$/,
    ),
    minLinks: drift('ip link set bond0 type bond min_links 2', /bond0 .*: minLinks 2 -> 1 \(drift\)$/),
    peerNotifDelayMs: drift(
      'ip link set bond1 type bond peer_notify_delay 500',
      /bond1 .*: peerNotifDelayMs 500 -> 200 \(drift\)$/,
    ),
    useCarrier: drift(
      'ip link set bond1 type bond use_carrier 0',
      /bond1 .*: useCarrier false -> true \(drift\)$/,
    ),
    arpIntervalMs: drift(
      'ip link set bond2 type bond arp_interval 900',
      /bond2 .*: arpIntervalMs 900 -> 500 \(drift\)$/,
    ),
    arpIpTargets: drift(
      'ip link set bond2 type bond arp_ip_target 10.60.0.8',
      /bond2 .*: arpIpTargets \["10\.60\.0\.8"\] -> \["10\.60\.0\.9"\] \(drift\)$/,
    ),
    nsIp6Targets: drift(
      'ip link set bond2 type bond ns_ip6_target fd00:60::8,fd00:60::9',
      /bond2 .*: nsIp6Targets \["fd00:60::8","fd00:60::9"\] -> \["fd00:60::9"\] \(drift\)$/,
    ),
    arpValidate: drift(
      'ip link set bond2 type bond arp_validate backup',
      /bond2 .*: arpValidate backup -> all \(drift\)$/,
    ),
    arpAllTargets: drift(
      'ip link set bond2 type bond arp_all_targets any',
      /bond2 .*: arpAllTargets any -> all \(drift\)$/,
    ),
    arpMissedMax: drift(
      'ip link set bond2 type bond arp_missed_max 9',
      /bond2 .*: arpMissedMax 9 -> 3 \(drift\)$/,
    ),
    adActorSysPrio: drift(
      'ip link set bond0 type bond ad_actor_sys_prio 9',
      /bond0 .*: adActorSysPrio 9 -> 100 \(drift\)$/,
    ),
    adActorSystem: drift(
      'ip link set bond0 type bond ad_actor_system 02:00:00:00:0b:11',
      /bond0 .*: adActorSystem 02:\S+:11 -> 02:\S+:10 \(drift\)$/,
    ),
    primaryReselect: drift(
      'ip link set bond1 type bond primary_reselect better',
      /bond1 .*: primaryReselect better -> failure \(drift\)$/,
    ),
    failOverMac: drift(
      'ip link set bond2 type bond fail_over_mac none',
      /bond2 .*: failOverMac none -> follow \(drift\)$/,
    ),
    numGratArp: drift('ip link set bond2 type bond num_grat_arp 9', /bond2 .*: numGratArp 9 -> 3 \(drift\)$/),
    resendIgmp: drift('ip link set bond2 type bond resend_igmp 9', /bond2 .*: resendIgmp 9 -> 4 \(drift\)$/),
    allSlavesActive: drift(
      'ip link set bond1 type bond all_slaves_active 0',
      /bond1 .*: allSlavesActive false -> true \(drift\)$/,
    ),
    packetsPerSlave: drift(
      'ip link set bond3 type bond packets_per_slave 0',
      /bond3 .*: packetsPerSlave 0 -> 4 \(drift\)$/,
    ),
    lpIntervalSec: drift(
      'ip link set bond4 type bond lp_interval 9',
      /bond4 .*: lpIntervalSec 9 -> 5 \(drift\)$/,
    ),
    lacpActive: drift(closed('bond0', 'lacp_active off'), /bond0 .*: lacpActive false -> true \(drift\)$/),
    adSelect: drift(closed('bond0', 'ad_select count'), /bond0 .*: adSelect count -> bandwidth \(drift\)$/),
    adUserPortKey: drift(closed('bond0', 'ad_user_port_key 6'), /bond0 .*: adUserPortKey 6 -> 5 \(drift\)$/),
    tlbDynamicLb: drift(
      closed('bond4', 'tlb_dynamic_lb 1'),
      /bond4 .*: tlbDynamicLb true -> false \(drift\)$/,
    ),
    mac: drift(
      'ip link set bond0 address 02:00:00:00:0b:99',
      /bond0 .*: mac 02:\S+:99 -> 02:\S+:00 \(drift\)$/,
    ),
    mtu: drift('ip link set bond0 mtu 1800', /bond0 .*: mtu 1800 -> 2000 \(drift\)$/),
    up: drift('ip link set bond0 down', /bond0 .*: up (no|false) -> (yes|true) \(drift\)$/),
  },
  vlan: {
    name: drift('ip link del v200', /^\+ create vlan v200/),
    link: drift(
      again('link dum0 name v200 mtu 1450 up type vlan id 200'),
      /v200 .*: link dum0 -> dum1 \(the kernel cannot/,
    ),
    vlanId: drift(
      again('link dum1 name v200 mtu 1450 up type vlan id 201'),
      /v200 .*: vlanId 201 -> 200 \(the kernel cannot/,
    ),
    protocol: drift(
      again('link dum1 name v200 mtu 1450 up type vlan protocol 802.1ad id 200'),
      /v200 .*: protocol 802\.1ad -> 802\.1Q \(the kernel cannot/,
    ),
    reorderHdr: drift(
      'ip link set v200 type vlan reorder_hdr off',
      /v200 .*: reorderHdr false -> true \(drift\)$/,
    ),
    gvrp: drift('ip link set v200 type vlan gvrp off', /v200 .*: gvrp false -> true \(drift\)$/),
    mvrp: drift('ip link set v200 type vlan mvrp on', /v200 .*: mvrp true -> false \(drift\)$/),
    looseBinding: drift(
      'ip link set v200 type vlan loose_binding on',
      /v200 .*: looseBinding true -> false \(drift\)$/,
    ),
    bridgeBinding: drift(
      'ip link set v200 type vlan bridge_binding on',
      /v200 .*: bridgeBinding true -> false \(drift\)$/,
    ),
    ingressQosMap: drift(
      'ip link set v200 type vlan ingress-qos-map 5:0 2:3',
      /v200 .*: ingressQosMap \{"2":3\} -> \{"5":6\} \(drift\)$/,
    ),
    egressQosMap: drift(
      'ip link set v200 type vlan egress-qos-map 6:4 77:7',
      /v200 .*: egressQosMap .*"77":7.* -> \{"0":1,"6":5\} \(drift\)$/,
    ),
    mtu: drift('ip link set v200 mtu 1300', /v200 .*: mtu 1300 -> 1450 \(drift\)$/),
    up: drift('ip link set v200 down', /v200 .*: up (no|false) -> (yes|true) \(drift\)$/),
  },
  dummy: {
    // Its membership goes with it.
    name: drift('ip link del loop0', /^\+ create dummy loop0/, /^\+ create vrf-member loop0 in blue/),
    ...generic('dummy', 'loop0', '02:00:00:00:0c:01'),
  },
  ifb: { name: drift('ip link del ifb7', /^\+ create ifb ifb7/), ...withoutMac(generic('ifb', 'ifb7', '')) },
  macvlan: macvlan('macvlan', 'mv0', 'dum1', 'dum0', '02:00:00:00:0c:03', '02:00:00:00:0c:32'),
  macvtap: macvlan('macvtap', 'mt0', 'dum0', 'dum1', '02:00:00:00:0c:04', '02:00:00:00:0c:42'),
  tap: { ...tap('tap'), ...generic('tap', 'tap0', '02:00:00:00:0c:05') },
  tun: { ...tap('tun'), ...withoutMac(generic('tun', 'tun0', '')) },
  veth: {
    name: drift('ip link del ve0', /^\+ create veth ve0/),
    ...generic('veth', 've0', '02:00:00:00:0c:06'),
    peer: drift('ip link set dev ve1 name ve9', /ve0 .*: peer ve9 -> ve1.*\(the kernel cannot/),
    peerMac: drift(
      'ip link set ve1 address 02:00:00:00:0c:99',
      /ve0 .*: peerMac \S+:99 -> \S+:07 \(drift\)$/,
    ),
    peerMtu: drift('ip link set ve1 mtu 1300', /ve0 .*: peerMtu 1300 -> 1400 \(drift\)$/),
    peerUp: drift('ip link set ve1 down', /ve0 .*: peerUp (no|false) -> (yes|true) \(drift\)$/),
  },
  vxlan: {
    name: drift('ip link del vx0', /^\+ create vxlan vx0/),
    ...generic('vxlan', 'vx0', '02:00:00:00:0c:08'),
    vni: drift(vxlan({ id: 110 }), /vx0 .*: vni 110 -> 100 \(the kernel cannot/),
    link: drift(vxlan({ dev: 'dum0' }), /vx0 .*: link dum0 -> dum1 \(the kernel cannot/),
    local: drift(
      vxlan({ local: '10.60.0.2' }),
      /vx0 .*: local 10\.60\.0\.2 -> 10\.60\.0\.1 \(the kernel cannot/,
    ),
    port: drift(vxlan({ dstport: 4791 }), /vx0 .*: port 4791 -> 4790 \(the kernel cannot/),
    group: drift(
      'ip link del vx1; ip link add vx1 mtu 1400 address 02:00:00:00:0c:0c up type vxlan id 101 dev dum1 dstport 4789 group 239.1.1.2',
      /vx1 .*: group 239\.1\.1\.2 -> 239\.1\.1\.1 \(the kernel cannot/,
    ),
    learning: drift(
      'ip link set vx0 type vxlan learning',
      /vx0 .*: learning (yes|true) -> (no|false) \(drift\)$/,
    ),
    ttl: drift('ip link set vx0 type vxlan ttl 5', /vx0 .*: ttl 5 -> 9 \(drift\)$/),
    tos: drift('ip link set vx0 type vxlan tos inherit', /vx0 .*: tos inherit -> 32 \(drift\)$/),
    ageingSec: drift('ip link set vx0 type vxlan ageing 5', /vx0 .*: ageingSec 5 -> 60 \(drift\)$/),
    remotes: drift(
      'bridge fdb del 00:00:00:00:00:00 dev vx0 dst 10.60.0.8',
      /vx0 .*: remotes \+10\.60\.0\.8 \(drift\)$/,
    ),
  },
  geneve: {
    name: drift('ip link del gnv0', /^\+ create geneve gnv0/),
    ...generic('geneve', 'gnv0', '02:00:00:00:0c:09'),
    vni: drift(geneve('id 201 remote 10.60.0.9 dstport 6082'), /gnv0 .*: vni 201 -> 200 \(the kernel cannot/),
    port: drift(
      geneve('id 200 remote 10.60.0.9 dstport 6083'),
      /gnv0 .*: port 6083 -> 6082 \(the kernel cannot/,
    ),
    // geneve_link_config takes the MTU from the way to the other end.
    remote: drift(
      'ip link set gnv0 mtu 1400 type geneve id 200 remote 10.60.0.8',
      /gnv0 .*: remote 10\.60\.0\.8 -> 10\.60\.0\.9 \(drift\)$/,
    ),
    ttl: drift(
      'ip link set gnv0 type geneve id 200 remote 10.60.0.9 ttl 5',
      /gnv0 .*: ttl 5 -> 9 \(drift\)$/,
    ),
    tos: drift(
      'ip link set gnv0 type geneve id 200 remote 10.60.0.9 tos inherit',
      /gnv0 .*: tos inherit -> 32 \(drift\)$/,
    ),
  },
  'ip-tunnel': {
    name: drift('ip link del sit7', /^\+ create ip-tunnel sit7/),
    mtu: drift('ip link set sit7 mtu 1300', /sit7 .*: mtu 1300 -> 1400 \(drift\)$/),
    up: drift('ip link set sit7 down', /sit7 .*: up false -> true \(drift\)$/),
    type: drift(
      'ip link del sit7; ip link add sit7 mtu 1400 up type ipip remote 10.60.0.9 local 10.60.0.1 ttl 9 tos 0x20',
      /sit7 .*: type ipip -> sit \(the kernel cannot/,
    ),
    remote: drift(ipTunnel('remote 10.60.0.8'), /sit7 .*: remote 10\.60\.0\.8 -> 10\.60\.0\.9 \(drift\)$/),
    local: drift(ipTunnel('local any'), /sit7 .*: local none -> 10\.60\.0\.1 \(drift\)$/),
    ttl: drift(ipTunnel('ttl 5'), /sit7 .*: ttl 5 -> 9 \(drift\)$/),
    tos: drift(ipTunnel('tos inherit'), /sit7 .*: tos inherit -> 32 \(drift\)$/),
  },
  gre: {
    name: drift('ip link del gre7', /^\+ create gre gre7/),
    ...generic('gre', 'gre7', '02:00:00:00:0c:0a'),
    type: drift(
      'ip link del gre7; ip link add gre7 mtu 1400 up type gre remote 10.60.0.9 local 10.60.0.1 key 7 ttl 9 tos 0x20',
      /gre7 .*: mac none -> 02:\S+:0a, type gre -> gretap \(the kernel cannot/,
    ),
    remote: drift(gre('remote 10.60.0.8'), /gre7 .*: remote 10\.60\.0\.8 -> 10\.60\.0\.9 \(drift\)$/),
    local: drift(gre('local any'), /gre7 .*: local none -> 10\.60\.0\.1 \(drift\)$/),
    // ipgre_link_update counts the octets of the header anew.
    key: drift(`${gre('nokey')}; ip link set gre7 mtu 1400`, /gre7 .*: key none -> 7 \(drift\)$/),
    ttl: drift(gre('ttl 5'), /gre7 .*: ttl 5 -> 9 \(drift\)$/),
    tos: drift(gre('tos inherit'), /gre7 .*: tos inherit -> 32 \(drift\)$/),
  },
  vrf: {
    name: drift('ip link del blue', /^\+ create vrf blue/, /^\+ create vrf-member loop0 in blue/),
    mac: generic('vrf', 'blue', '02:00:00:00:0c:0b').mac!,
    up: generic('vrf', 'blue', '').up!,
    table: drift(
      'ip link del blue; ip link add blue address 02:00:00:00:0c:0b up type vrf table 201; ip link set dev loop0 master blue',
      /blue .*: table 201 -> 200 \(the kernel cannot/,
      /vrf-member loop0 in blue/,
    ),
  },
  'vrf-member': {
    link: drift('ip link set dev loop0 nomaster', /^\+ create vrf-member loop0 in blue/),
    vrf: drift(
      'ip link add green type vrf table 202; ip link set dev loop0 master green',
      /loop0.*: vrf green -> blue \(drift\)$/,
    ),
  },
  bridge: onBothBridges({
    name: drift('ip link del br0', /^\+ create bridge br0/, /^\+ create bridge-port dum2/),
    ports: drift(
      'ip link set dum2 nomaster',
      /br0 .*: ports \+dum2 \(drift\)$/,
      /^\+ create bridge-port dum2 in br0 \(drift\)$/,
    ),
    vlanFiltering: drift(option('vlan_filtering 0'), /br0 .*: vlanFiltering false -> true \(drift\)$/),
    // A new default may have put ports out of their VLANs, so they are set again.
    vlanDefaultPvid: drift(
      option('vlan_default_pvid 9'),
      /br0 .*: vlanDefaultPvid 9 -> 1 \(drift\)$/,
      /^~ restore bridge-port dum2 in br0 \(put back/,
    ),
    vlanProtocol: drift(
      option('vlan_protocol 802.1ad'),
      /br0 .*: vlanProtocol 802\.1ad -> 802\.1Q \(drift\)$/,
    ),
    tagged: drift('bridge vlan add dev br0 vid 111-120 self', /br0 .*: tagged 100-120 -> 100-110 \(drift\)$/),
    untagged: drift(
      'bridge vlan add dev br0 vid 31 untagged self',
      /br0 .*: untagged 30-31 -> 30 \(drift\)$/,
    ),
    pvid: drift('bridge vlan add dev br0 vid 30 untagged self', /br0 .*: pvid none -> 30 \(drift\)$/),
    mcastSnooping: drift(option('mcast_snooping 0'), /br0 .*: mcastSnooping false -> true \(drift\)$/),
    mcastQuerier: drift(option('mcast_querier 0'), /br0 .*: mcastQuerier false -> true \(drift\)$/),
    mcastRouter: drift(option('mcast_router 0'), /br0 .*: mcastRouter 0 -> 2 \(drift\)$/),
    groupFwdMask: drift(option('group_fwd_mask 16384'), /br0 .*: groupFwdMask 16384 -> 8 \(drift\)$/),
    nfCallIptables: drift(option('nf_call_iptables 0'), /br0 .*: nfCallIptables false -> true \(drift\)$/),
    nfCallIp6tables: drift(option('nf_call_ip6tables 0'), /br0 .*: nfCallIp6tables false -> true \(drift\)$/),
    nfCallArptables: drift(option('nf_call_arptables 0'), /br0 .*: nfCallArptables false -> true \(drift\)$/),
    noLinklocalLearn: drift(
      option('no_linklocal_learn 0'),
      /br0 .*: noLinklocalLearn false -> true \(drift\)$/,
    ),
    stp: drift('ip link set br0 type bridge stp_state 1', /br0 .*: stp (yes|true) -> (no|false) \(drift\)$/),
    priority: drift('ip link set br0 type bridge priority 8192', /br0 .*: priority 8192 -> 4096 \(drift\)$/),
    forwardDelaySec: drift(
      'ip link set br0 type bridge forward_delay 1000',
      /br0 .*: forwardDelaySec 10 -> 4 \(drift\)$/,
    ),
    helloTimeSec: drift(
      'ip link set br0 type bridge hello_time 150',
      /br0 .*: helloTimeSec 1\.5 -> 1 \(drift\)$/,
    ),
    maxAgeSec: drift('ip link set br0 type bridge max_age 1200', /br0 .*: maxAgeSec 12 -> 10 \(drift\)$/),
    ageingTimeSec: drift(
      'ip link set br0 type bridge ageing_time 0',
      /br0 .*: ageingTimeSec 0 -> 60 \(drift\)$/,
    ),
    mac: drift(
      'ip link set br0 address 02:00:00:00:0b:99',
      /br0 .*: mac 02:\S+:0b:99 -> 02:\S+:0b:01 \(drift\)$/,
    ),
    mtu: drift('ip link set br0 mtu 1300', /br0 .*: mtu 1300 -> 1400 \(drift\)$/),
    up: drift('ip link set br0 down', /br0 .*: up (no|false) -> (yes|true) \(drift\)$/),
  }),
  'bridge-port': onBothBridges({
    link: drift(
      'ip link set dum2 nomaster',
      /br0 .*: ports \+dum2 \(drift\)$/,
      /^\+ create bridge-port dum2 in br0 \(drift\)$/,
    ),
    bridge: drift(
      'ip link set dum2 nomaster; ip link set dum2 master br0',
      /^~ update bridge-port dum2 in br0: .*cost \d+ -> 77.*\(drift\)$/,
    ),
    tagged: drift(
      'bridge vlan add dev dum2 vid 2000-2010; bridge vlan del dev dum2 vid 1500',
      /dum2 .*: tagged 1000-1499,1501-2010 -> 1000-1999 \(drift\)$/,
    ),
    untagged: drift('bridge vlan add dev dum2 vid 6 untagged', /dum2 .*: untagged 5-6 -> 5 \(drift\)$/),
    pvid: drift('bridge vlan add dev dum2 vid 5 untagged', /dum2 .*: pvid none -> 5 \(drift\)$/),
    cost: ofPort('cost 5', /dum2 .*: cost 5 -> 77 \(drift\)$/),
    priority: ofPort('priority 4', /dum2 .*: priority 4 -> 9 \(drift\)$/),
    guard: ofPort('guard off', /dum2 .*: guard false -> true \(drift\)$/),
    rootBlock: ofPort('root_block off', /dum2 .*: rootBlock false -> true \(drift\)$/),
    isolated: ofPort('isolated off', /dum2 .*: isolated false -> true \(drift\)$/),
    hairpin: ofPort('hairpin off', /dum2 .*: hairpin false -> true \(drift\)$/),
    learning: ofPort('learning on', /dum2 .*: learning true -> false \(drift\)$/),
    locked: ofPort('locked off', /dum2 .*: locked false -> true \(drift\)$/),
    flood: ofPort('flood on', /dum2 .*: flood true -> false \(drift\)$/),
    mcastFlood: ofPort('mcast_flood on', /dum2 .*: mcastFlood true -> false \(drift\)$/),
    bcastFlood: ofPort('bcast_flood on', /dum2 .*: bcastFlood true -> false \(drift\)$/),
    neighSuppress: ofPort('neigh_suppress off', /dum2 .*: neighSuppress false -> true \(drift\)$/),
    fastLeave: ofPort('fastleave off', /dum2 .*: fastLeave false -> true \(drift\)$/),
    mcastToUnicast: ofPort('mcast_to_unicast off', /dum2 .*: mcastToUnicast false -> true \(drift\)$/),
    mcastRouter: ofPort('mcast_router 1', /dum2 .*: mcastRouter 1 -> 2 \(drift\)$/),
    staticMacs: drift(
      'bridge fdb del 02:00:00:00:00:05 dev dum2 master vlan 5; bridge fdb add 02:00:00:00:00:06 dev dum2 master static vlan 1000',
      /dum2 .*: staticMacs \["02:00:00:00:00:06@1000"\] -> \["02:00:00:00:00:05@5"\] \(drift\)$/,
    ),
  }),
  'ovs-bridge': {
    name: drift(port('del-br ovs0'), /^\+ create ovs-bridge ovs0/, /^\+ create ovs-port op0/),
    datapathType: drift(ovs('datapath_type=netdev'), /ovs0: datapathType netdev -> system \(drift\)$/),
    failMode: drift(ovs('fail_mode=standalone'), /ovs0: failMode standalone -> secure \(drift\)$/),
    stp: drift(ovs('stp_enable=false'), /ovs0: stp (no|false) -> (yes|true) \(drift\)$/),
    mcastSnooping: drift(
      ovs('mcast_snooping_enable=false'),
      /ovs0: mcastSnooping (no|false) -> (yes|true) \(drift\)$/,
    ),
  },
  'ovs-port': {
    name: drift(port('del-port op0'), /^\+ create ovs-port op0/),
    bridge: drift(
      port(
        'del-port op0 -- add-br ovs1 -- add-port ovs1 op0 tag=20 trunks=20,30 vlan_mode=native-tagged -- set Interface op0 type=internal',
      ),
      /op0 .*: bridge ovs1 -> ovs0 \(the kernel cannot/,
    ),
    type: drift(port('set Interface op0 type=system'), /op0 .*: type system -> internal \(the kernel cannot/),
    tag: drift(port('set Port op0 tag=21'), /op0 .*: tag 21 -> 20 \(drift\)$/),
    trunks: drift(port('set Port op0 trunks=20,31'), /op0 .*: trunks .*31.* -> .*30.* \(drift\)$/),
    vlanMode: drift(
      port('set Port op0 vlan_mode=native-untagged'),
      /op0 .*: vlanMode native-untagged -> native-tagged \(drift\)$/,
    ),
  },
  address: {
    link: drift(
      'ip address del fd00:60::1/64 dev dum1; ip address add fd00:60::1/64 dev dum0 nodad',
      /^\+ create address fd00:60::1\/64 on dum1/,
    ),
    address: drift('ip address del 10.60.0.2/24 dev dum1', /^\+ create address 10\.60\.0\.2\/24 on dum1/),
  },
  route: {
    namespace: drift(
      'ip -n red route del 10.66.0.0/16',
      /^\+ create route 10\.66\.0\.0\/16 via 10\.60\.0\.9 in red \(drift\)$/,
    ),
    to: drift('ip route del 10.62.0.0/16', /^\+ create route 10\.62\.0\.0\/16 on dum1/),
    via: drift(
      route({ via: '10.60.0.253' }),
      /10\.61\.0\.0\/16 .*: via 10\.60\.0\.253 -> 10\.60\.0\.254 \(drift\)$/,
    ),
    link: drift('ip route replace 10.62.0.0/16 dev dum0', /10\.62\.0\.0\/16.*: link dum0 -> dum1 \(drift\)$/),
    metric: drift(
      'ip route del 10.62.0.0/16; ip route add 10.62.0.0/16 dev dum1 metric 7',
      /^\+ create route 10\.62\.0\.0\/16 on dum1/,
    ),
    table: drift('ip route del 10.61.0.0/16 table 100', /^\+ create route 10\.61\.0\.0\/16/),
    source: drift(
      route({ src: '10.60.0.2' }),
      /10\.61\.0\.0\/16 .*: source 10\.60\.0\.2 -> 10\.60\.0\.1 \(drift\)$/,
    ),
    mtu: drift(route({ mtu: 1400 }), /10\.61\.0\.0\/16 .*: mtu 1400 -> 1420 \(drift\)$/),
    // Zero is none (ip_metrics_convert).
    advMss: drift(route({ advmss: 0 }), /10\.61\.0\.0\/16 .*: advMss none -> 1380 \(drift\)$/),
    initCwnd: drift(route({ initcwnd: 4 }), /10\.61\.0\.0\/16 .*: initCwnd 4 -> 20 \(drift\)$/),
    initRwnd: drift(route({ initrwnd: 4 }), /10\.61\.0\.0\/16 .*: initRwnd 4 -> 30 \(drift\)$/),
    type: drift(
      'ip route replace blackhole 10.63.0.0/16',
      /10\.63\.0\.0\/16: type blackhole -> unreachable \(drift\)$/,
    ),
    onLink: drift(
      'ip address add 10.99.0.9/24 dev dum1; ip route replace 10.64.0.0/16 via 10.99.0.1 dev dum1; ip address del 10.99.0.9/24 dev dum1',
      /10\.64\.0\.0\/16 .*: onLink (no|false) -> (yes|true) \(drift\)$/,
    ),
    nextHops: drift(
      'ip route replace 10.65.0.0/16 nexthop via 10.60.0.253 weight 9 nexthop via 10.60.0.254',
      /10\.65\.0\.0\/16 .*: nextHops .*9.* -> .*2.* \(drift\)$/,
    ),
  },
  rule: {
    namespace: drift('ip -n red rule del priority 102', /^\+ create rule 102: .* in red \(drift\)$/),
    priority: drift(
      'ip rule del priority 100',
      /^\+ create rule 100: not from 10\.60\.0\.0\/24 to 10\.61\.0\.0\/16 iif dum0 oif dum1 fwmark 5\/255 table 100/,
    ),
    family: drift('ip -6 rule del priority 101', /^\+ create rule 101: .*type prohibit \(IPv6\)/),
    not: drift(
      rule('from 10.60.0.0/24'),
      /rule 100: .*: not (no|false) -> (yes|true) \(the kernel cannot change/,
    ),
    from: drift(
      rule('not from 10.60.1.0/24'),
      /rule 100: .*: from 10\.60\.1\.0\/24 -> 10\.60\.0\.0\/24 \(the kernel cannot change/,
    ),
    to: drift(
      rule('not from 10.60.0.0/24').replace('to 10.61.0.0/16 ', ''),
      /rule 100: .*: to none -> 10\.61\.0\.0\/16 \(the kernel cannot change/,
    ),
    inLink: drift(
      rule('not from 10.60.0.0/24').replace('iif dum0', 'iif lo'),
      /rule 100: .*: inLink lo -> dum0 \(the kernel cannot change/,
    ),
    outLink: drift(
      rule('not from 10.60.0.0/24').replace('oif dum1', 'oif dum2'),
      /rule 100: .*: outLink dum2 -> dum1 \(the kernel cannot change/,
    ),
    mark: drift(
      rule('not from 10.60.0.0/24').replace('fwmark 5/', 'fwmark 6/'),
      /rule 100: .*: mark 6 -> 5 \(the kernel cannot change/,
    ),
    markMask: drift(
      rule('not from 10.60.0.0/24').replace('fwmark 5/255', 'fwmark 5'),
      /rule 100: .*: markMask 4294967295 -> 255 \(the kernel cannot change/,
    ),
    table: drift(
      rule('not from 10.60.0.0/24').replace('table 100', 'table 99'),
      /rule 100: .*: table 99 -> 100 \(the kernel cannot change/,
    ),
    suppressPrefixLength: drift(
      rule('not from 10.60.0.0/24').replace('suppress_prefixlength 0', ''),
      /rule 100: .*: suppressPrefixLength none -> 0 \(the kernel cannot change/,
    ),
    tos: ofSocket('0x10', '0x08', /tos 8 -> 16/),
    ipProto: ofSocket('tcp', 'udp', /ipProto 17 -> 6/),
    sport: ofSocket('sport 80', 'sport 80-81', /sport "?80-81"? -> "?80"?/),
    dport: ofSocket('dport 1000-1999', '', /dport none -> "?1000-1999"?/),
    uidRange: ofSocket('1-9', '0-9', /uidRange "?0-9"? -> "?1-9"?/),
    suppressIfGroup: ofSocket('suppress_ifgroup 5', 'suppress_ifgroup 6', /suppressIfGroup 6 -> 5/),
    l3mdev: drift(
      'ip rule del priority 103; ip rule add priority 103 from all goto 32766',
      /rule 103: .*: l3mdev (no|false) -> (yes|true) \(the kernel cannot change/,
    ),
    goto: drift(
      'ip rule del priority 103; ip rule add priority 103 from all l3mdev goto 32767',
      /rule 103: .*: goto 32767 -> 32766 \(the kernel cannot change/,
    ),
    action: drift(
      'ip -6 rule del priority 101; ip -6 rule add priority 101 from fd00:60::/64 unreachable',
      /rule 101: .*: action unreachable -> prohibit \(the kernel cannot change/,
    ),
  },
  shaper: {
    link: drift('tc qdisc del dev dum5 root', /^\+ create shaper dum5 \(20mbit, tbf\) \(drift\)$/),
    discipline: drift(
      'tc qdisc del dev dum5 root; tc qdisc add dev dum5 root handle 746c: htb',
      /^-\/\+ replace shaper dum5 .*: discipline htb -> tbf, .*\(the kernel cannot/,
    ),
    rate: drift(
      bucket('rate 21mbit burst 64k latency 40ms'),
      /^~ update shaper dum5 .*: rate 21mbit -> 20mbit \(drift\)$/,
    ),
    burstKiB: drift(bucket('rate 20mbit burst 66k latency 40ms'), /dum5 .*: burstKiB 66 -> 64 \(drift\)$/),
    latencyMs: drift(bucket('rate 20mbit burst 64k latency 45ms'), /dum5 .*: latencyMs 45 -> 40 \(drift\)$/),
  },
  'traffic-class': {
    link: drift(
      'tc filter del dev dum6 parent 746c:; tc class del dev dum6 classid 746c:2',
      /^\+ create traffic-class 2 of dum6 \(2mbit to 5mbit\) \(drift\)$/,
    ),
    classId: drift(
      'tc qdisc del dev dum6 root',
      /^\+ create shaper dum6 \(10mbit, htb\) \(drift\)$/,
      /^\+ create traffic-class rest of dum6 /,
      /^\+ create traffic-class 2 of dum6 /,
    ),
    rate: drift(htbClass({ rate: '3mbit' }), /2 of dum6 .*: rate 3mbit -> 2mbit \(drift\)$/),
    ceil: drift(htbClass({ ceil: '6mbit' }), /2 of dum6 .*: ceil 6mbit -> 5mbit \(drift\)$/),
    priority: drift(htbClass({ prio: '0' }), /2 of dum6 .*: priority 0 -> 3 \(drift\)$/),
    burstKiB: drift(htbClass({ burst: '70k' }), /2 of dum6 .*: burstKiB 70 -> 64 \(drift\)$/),
    queue: drift(
      'tc qdisc replace dev dum6 parent 746c:2 pfifo',
      /2 of dum6 .*: queue pfifo -> sfq \(drift\)$/,
    ),
    matches: drift(
      'tc filter del dev dum6 parent 746c: pref 34; tc filter add dev dum6 parent 746c: pref 34 protocol ip matchall classid 746c:2',
      /2 of dum6 .*: matches .*unknown.* -> .*"dscp":46.* \(drift\)$/,
    ),
  },
  policer: {
    link: drift(
      'tc qdisc del dev dum7 clsact',
      /^\+ create policer 3mbit into dum7 of VLAN 200 \(drift\)$/,
      /^\+ create policer 30mbit into dum7 \(drift\)$/,
    ),
    vlanId: drift(
      'tc filter del dev dum7 ingress pref 29803',
      /^\+ create policer 3mbit into dum7 of VLAN 200 \(drift\)$/,
    ),
    rate: drift(policed('rate 4mbit burst 100k'), /of VLAN 200: rate 4mbit -> 3mbit \(drift\)$/),
    burstKiB: drift(policed('rate 3mbit burst 110k'), /of VLAN 200: burstKiB 110 -> 100 \(drift\)$/),
  },
  mirror: {
    link: drift(
      'tc qdisc del dev dum8 clsact',
      /^\+ create mirror dum8 VLAN 200 to dum0 \(drift\)$/,
      /^\+ create mirror dum8 to dum1 \(drift\)$/,
    ),
    vlanId: drift(
      'for at in ingress egress; do tc filter del dev dum8 $at pref 29802; done',
      /^\+ create mirror dum8 VLAN 200 to dum0 \(drift\)$/,
    ),
    to: drift(
      'tc filter replace dev dum8 ingress pref 29801 handle 1 protocol all flower action mirred egress mirror dev dum0 continue',
      /^~ update mirror dum8 to dum1: to dum0 -> dum1 \(drift\)$/,
    ),
    direction: drift(
      'tc filter del dev dum8 egress pref 29802',
      /^~ update mirror dum8 VLAN 200 to dum0: direction ingress -> both \(drift\)$/,
    ),
  },
  'bpdu-filter': {
    link: drift('tc qdisc del dev dum5 clsact', /^\+ create bpdu-filter dum5 \(drift\)$/),
    direction: drift(
      'tc filter del dev dum5 egress pref 29805',
      /^~ update bpdu-filter dum5: direction ingress -> both \(drift\)$/,
    ),
  },
  dns: {
    servers: drift(
      "sed -i 's/10.0.0.53/10.0.0.54/' /etc/resolv.conf",
      /^~ update dns .*: servers .*10\.0\.0\.54.* -> .*10\.0\.0\.53.* \(drift\)$/,
    ),
    search: drift(
      "sed -i '/^search/d' /etc/resolv.conf",
      /^~ update dns .*: search .* -> .*example\.net.* \(drift\)$/,
    ),
  },
  sysctl: {
    value: drift(
      'echo 700 >/proc/sys/net/ipv4/tcp_keepalive_time',
      /tcp_keepalive_time.*: value "?700"? -> "?600"? \(drift\)$/,
    ),
    namespace: drift(
      'ip netns exec red sh -c "echo 70 >/proc/sys/net/ipv4/tcp_keepalive_intvl"',
      /tcp_keepalive_intvl = 60 in red: value "?70"? -> "?60"? \(drift\)$/,
    ),
    dropIn: drift(`rm ${file}`, /tcp_keepalive_time.*: dropIn .* -> "?600"? \(drift\)$/),
  },
};

/** These name what is there without us and cannot be gone. */
const GIVEN = ['link.name', 'sysctl.key'];

/** A DHCP client needs a server beside it and a zone a firewall: dhcp.test.ts and firewall-zone.test.ts have them. */
const ELSEWHERE = ['dhcp-client', 'firewall-zone'];

/** What a case can change, as its command or its lines of the plan name it. */
const THINGS =
  /\b(dum[2-8]|bond\d|v200|br\d|loop0|blue|ifb7|m[vt]0|tap0|tun0|ve0|vx\d|gnv0|gre7|sit7|ovs0|op0|fd00:60::1|10\.60\.0\.2|10\.6[1-6]\.0\.0\/16|priority 10[0-3]|pink|red link|tcp_keepalive_intvl|resolv\.conf|tcp_keepalive_time)\b/g;

interface NamedCase extends Case {
  /** As `bond.mtu`. */
  readonly name: string;
  readonly things: ReadonlySet<string>;
}

const named: NamedCase[] = Object.entries(cases).flatMap(([kind, own]) =>
  Object.entries(own).map(([property, one]) => {
    const text = [one.by, ...one.sees.map(line => line.source.replaceAll('\\', ''))].join('\n');
    return { ...one, name: `${kind}.${property}`, things: new Set(text.match(THINGS)) };
  }),
);

/** Many cases at a time, of which no two are about the same thing. */
const rounds: NamedCase[][] = [];
for (const one of named) {
  const round = rounds.find(
    others => !others.some(({ things }) => [...things].some(thing => one.things.has(thing))),
  );
  if (round) round.push(one);
  else rounds.push([one]);
}

/** All kinds at once take an emulated machine a while. */
const PATIENT = { confirmTimeoutSec: 240 };

let host: LabHost;
let before: string;
let healthy: string;

beforeAll(async () => {
  const lab = await freshLab(1);
  host = lab.host('kvm01');
  await tunnelModules(host);
  await firstVrf(host);
  // udev gives them their addresses.
  await host.sh(
    'for n in 0 1 2 3 4 5 6 7 8; do ip link add dum$n mtu 2000 type dummy; ip link set dum$n up; done; udevadm settle',
  );
  before = await snapshot(host);
  await deploy(host, intentOf(host, resources, PATIENT));
  healthy = await snapshot(host);
});

/** A derived kind is never declared. */
const declared = kinds.all.filter(kind => !kind.derive && !ELSEWHERE.includes(kind.name));

test.each(declared.map(kind => [kind.name, kind] as const))(
  'every property of %s has a case here',
  (name, kind) => {
    const schema = z.toJSONSchema(kind.schema, { io: 'input', unrepresentable: 'any' });
    const properties = Object.keys(schema.properties ?? {})
      .filter(property => !kind.annotations?.includes(property))
      .filter(property => !GIVEN.includes(`${name}.${property}`));
    expect(properties.length).toBeGreaterThan(1);
    expect(Object.keys(cases[name] ?? {}).sort()).toEqual(properties.sort());
  },
);

test('every case is about something that has a name here', () => {
  expect(named.filter(({ things }) => things.size === 0)).toEqual([]);
});

describe.each(rounds.map((round, index) => [index + 1, round] as const))('round %i', (_, round) => {
  let planned: readonly string[] = [];
  let outcome: string;

  const linesOf = ({ sees }: Case): string[] => planned.filter(line => sees.some(one => one.test(line)));

  beforeAll(async () => {
    await host.sh(
      round.map(({ name, by }) => `( ${by}\n) || { echo '${name}: not changed' >&2; exit 1; }`).join('\n'),
    );
    outcome = await deploy(host, intentOf(host, resources, PATIENT), {
      onPlan: ({ plan }) => {
        planned = describeAll(kinds, plan);
      },
    }).then(
      ({ result }) => result,
      (error: Error) => error.message,
    );
  });

  test.each(round)('$name, changed by hand, is in the plan once', one => {
    expect(linesOf(one)).toEqual(one.sees.map(line => expect.stringMatching(line)));
  });

  test('nothing else is in the plan, and all is healed', async () => {
    const seen = round.flatMap(linesOf);
    expect(seen.toSorted()).toEqual(planned.toSorted());
    expect(outcome).toBe('confirmed');
    expect(await changes(host, intentOf(host, resources, PATIENT))).toEqual([]);
  });
});

test('when all is healed the host is as it was deployed, and a destroy leaves nothing', async () => {
  await host.sh(
    'ovs-vsctl --if-exists del-br ovs1; ip link del green; ip address del fd00:60::1/64 dev dum0; ip route del 10.62.0.0/16 metric 7',
  );
  // These have another MAC each time they are made.
  const told = (seen: string) => seen.replace(/( (?:openvswitch|ifb) .*) mac=\S+/g, '$1');
  expect(told(await snapshot(host))).toBe(told(healthy));
  await deploy(host, nothing(host));
  await expectSound(host, before, nothing(host));
});
