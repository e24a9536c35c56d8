import { zonesProbe } from '../../constructs/firewall-zone/zones.probe';
import { type Traffic, trafficProbe } from '../../constructs/traffic/traffic.probe';
import type { Settings } from '../../lib/intent/intent';
import type { Resource } from '../../lib/kind';
import { type Claim, type Managers, managersProbe } from '../../lib/state/managers.probe';
import type { State } from '../../lib/state/state';
import { macOf } from '../laws/complete';
import { resource } from '../laws/scenes';

/** One look at a check: what is asked for, what the host has, and what the check says of it, if anything. */
export interface Look {
  readonly wanted: readonly Resource[];
  readonly confirmed?: readonly Resource[];
  readonly host?: readonly Resource[];
  /** Permanent MACs by name, as they were when the host was confirmed. */
  readonly nics?: Readonly<Record<string, string>>;
  readonly state?: Partial<State>;
  /** Of both hosts. */
  readonly settings?: Settings;
  /** Another host of the fleet. */
  readonly other?: readonly Resource[];
  /** The whole message, or undefined where nothing is to be said. */
  readonly says?: string;
}

const nic = (name: string, more: object = {}) => resource('link', { name, up: true, ...more });
const vlan = (name: string, link: string, vlanId: number, more: object = {}) =>
  resource('vlan', { name, link, vlanId, up: true, ...more });
const VRF = resource('vrf', { name: 'blue', table: 7, up: true });
const inVrf = (link: string) => resource('vrf-member', { link, vrf: 'blue' });
const bridge = (name: string, ports: string[], more: object = {}) =>
  resource('bridge', { name, ports, up: true, ...more });
const bond = (ports: string[], more: object = {}) =>
  resource('bond', { name: 'bond0', mode: 'active-backup', ports, up: true, ...more });
const address = (link: string, text: string) => resource('address', { link, address: text });
const route = (via: string, more: object = {}) => resource('route', { to: '0.0.0.0/0', via, ...more });
const drivers = (answer: Record<string, string>): Partial<State> => ({ answers: { drivers: answer } });
const namespace = resource('network-namespace', { name: 'blue', loopbackUp: true });
const dummy = (name: string) => resource('dummy', { name, up: true });
const port = (link: string, more: object) => resource('bridge-port', { link, bridge: 'br0', ...more });
const ovsPort = (more: object) => resource('ovs-port', { name: 'eno1', bridge: 'ovs0', ...more });
const NICS = ['eno1', 'eno2', 'eno3'].map(name => nic(name));
const identity = (localAddress: string): Partial<State> => ({
  identity: { hostname: 'kvm01', kernel: '6.1.0', os: 'ol rhel', bootId: 'b', localAddress },
});
const managedBy = (...claims: Claim[]): Managers => ({ ...managersProbe.empty, claims });
const claimed = (link: string): Partial<State> => ({
  answers: { managers: managedBy({ link, manager: 'ifupdown', file: '/etc/network/interfaces', line: 7 }) },
});
const reached = { host: [...NICS, address('eno1', '10.0.0.5/24')], state: identity('10.0.0.5') };

const qdisc = (kind: string, handle: string): Partial<State> => {
  const traffic: Traffic = { ...trafficProbe.empty, qdiscs: [{ kind, handle, dev: 'eno1', root: true }] };
  return { answers: { traffic } };
};
const zone = (name: string) => resource('firewall-zone', { link: 'eno1', zone: name });
const firewalld = (...known: string[]): Partial<State> => ({
  answers: { 'firewall-zones': { ...zonesProbe.empty, known } },
});
const tbf = resource('shaper', { link: 'eno1', discipline: 'tbf', rate: '1mbit' });
const policer = resource('policer', { link: 'eno1', rate: '1mbit' });
const dhcp = (link: string, more: object = {}) => resource('dhcp-client', { link, family: 4, ...more });
const mirror = (link: string, to: string, more: object = {}) => resource('mirror', { link, to, ...more });
const ipv6Off = (link: string, value: string) =>
  resource('sysctl', { key: `net.ipv6.conf.${link}.disable_ipv6`, value, dropIn: null });
const veth = resource('veth', { name: 've0', peer: 've1' });

/** For each code first what it is for, then what comes close and is right. */
export const LOOKS: Readonly<Record<string, readonly Look[]>> = {
  TL101: [
    {
      ...reached,
      wanted: [bond(['eno1', 'eno2'])],
      says: 'you came in by 10.0.0.5 on eno1; after this change no link has 10.0.0.5',
    },
    { ...reached, wanted: [bond(['eno1', 'eno2']), address('bond0', '10.0.0.5/24')] },
    { ...reached, wanted: [bond(['eno2', 'eno3'])] },
    { ...reached, wanted: [bond(['eno1', 'eno2']), dhcp('bond0')] },
    {
      ...reached,
      wanted: [bond(['eno1', 'eno2']), dhcp('bond0', { family: 6 })],
      says: 'you came in by 10.0.0.5 on eno1; after this change no link has 10.0.0.5',
    },
  ],
  TL102: [
    {
      ...reached,
      wanted: [bond(['eno1']), vlan('bond0.5', 'bond0', 5), address('bond0.5', '10.0.0.5/24')],
      says: 'the management path moves from 10.0.0.5 on eno1 to 10.0.0.5 on bond0.5 > bond0 > eno1',
    },
    {
      wanted: [bond(['eno1'], { mode: 'balance-xor' }), address('bond0', '10.0.0.5/24')],
      host: [...NICS, bond(['eno1'], { up: true }), address('bond0', '10.0.0.5/24')],
      state: identity('10.0.0.5'),
      says: 'the management path 10.0.0.5 on bond0 > eno1 is interrupted while bond0 is set up anew',
    },
    { ...reached, wanted: [vlan('eno1.5', 'eno1', 5)] },
    {
      ...reached,
      wanted: [bond(['eno1']), dhcp('bond0')],
      says: 'the management path moves from 10.0.0.5 on eno1 to 10.0.0.5 on bond0 > eno1',
    },
    // Of several clients, the one that stands on the NIC by which the address comes now.
    {
      ...reached,
      wanted: [dhcp('eno2', { metric: 200 }), bond(['eno1']), dhcp('bond0', { routes: false })],
      says: 'the management path moves from 10.0.0.5 on eno1 to 10.0.0.5 on bond0 > eno1',
    },
    {
      ...reached,
      confirmed: [address('eno1', '10.0.0.5/24')],
      wanted: [vlan('eno1.5', 'eno1', 5), dhcp('eno1.5', { routes: false }), dhcp('eno1')],
    },
  ],
  TL103: [
    {
      wanted: [route('10.0.0.1'), route('10.0.0.2', { metric: 100 })],
      says: 'a second default gateway, 10.0.0.2, beside 10.0.0.1 of another route; traffic would leave by either',
    },
    { wanted: [route('10.0.0.1'), route('10.0.0.2', { table: 100 })] },
    {
      wanted: [route('10.0.0.1'), dhcp('eno1')],
      says: 'a second default gateway, the one that DHCP gives eno1, beside 10.0.0.1 of another route; traffic would leave by either',
    },
    { wanted: [route('10.0.0.1'), dhcp('eno1', { routes: false }), dhcp('eno1', { family: 6 })] },
    { wanted: [route('10.0.0.1'), namespace, route('10.0.0.2', { namespace: 'blue' })] },
    { wanted: [route('10.0.0.1'), resource('route', { to: '::/0', via: 'fd00::1' })] },
  ],
  TL104: [
    {
      wanted: [bridge('br0', ['eno1']), address('eno1', '10.0.0.5/24')],
      says: 'address 10.0.0.5/24 is on eno1, which is a port of br0: what arrives there goes to br0',
    },
    { wanted: [bridge('br0', ['eno1']), address('br0', '10.0.0.5/24')] },
    { wanted: [bridge('br0', ['eno1.5']), vlan('eno1.5', 'eno1', 5), address('eno1', '10.0.0.5/24')] },
  ],
  TL105: [
    {
      wanted: [bond(['eno1']), nic('eno1', { nativeVlan: 5 }), vlan('bond0.5', 'bond0', 5)],
      says: 'VLAN 5 would be tagged by the host, but the switch port of eno1 puts untagged frames into VLAN 5 already (its native VLAN)',
    },
    { wanted: [nic('eno1', { nativeVlan: 5 }), vlan('eno1.6', 'eno1', 6)] },
    { wanted: [nic('eno1', { nativeVlan: 5 }), vlan('eno2.5', 'eno2', 5)] },
    {
      wanted: [bridge('br0', ['eno1']), nic('eno1', { nativeVlan: 5 }), port('eno1', { tagged: '4-6' })],
      says: 'VLAN 5 would be tagged by the host, but the switch port of eno1 puts untagged frames into VLAN 5 already (its native VLAN)',
    },
    {
      wanted: [
        ...[bridge('br0', ['eno1']), nic('eno1', { nativeVlan: 5 })],
        port('eno1', { tagged: '6-8', untagged: '5', pvid: 5 }),
      ],
    },
  ],
  TL106: [
    {
      wanted: [bond(['eno1']), nic('eno1', { carries: [5, 6] }), vlan('bond0.7', 'bond0', 7)],
      says: 'VLAN 7 is not carried by the switch port of eno1, which carries 5, 6',
    },
    { wanted: [bond(['eno1']), nic('eno1', { carries: [5, 6] }), vlan('bond0.6', 'bond0', 6)] },
    { wanted: [nic('eno1'), vlan('eno1.7', 'eno1', 7)] },
    {
      wanted: [
        ...[bridge('br0', ['bond0']), bond(['eno1']), nic('eno1', { carries: [5, 6] })],
        port('bond0', { tagged: '5-9,12' }),
      ],
      says: 'VLANs 7-9, 12 are not carried by the switch port of eno1, which carries 5, 6',
    },
    {
      wanted: [nic('eno1', { carries: [5, 6] }), ovsPort({ trunks: [6, 7] })],
      says: 'VLAN 7 is not carried by the switch port of eno1, which carries 5, 6',
    },
    // Whatever the switch brings.
    { wanted: [nic('eno1', { carries: [5] }), port('eno1', { tagged: '2-4094' }), bridge('br0', ['eno1'])] },
    { wanted: [nic('eno1', { carries: [5, 6] }), ovsPort({ trunks: [6, 7], tag: 7 })] },
    { wanted: [nic('eno1', { carries: [5, 6] }), ovsPort({ tag: 7 })] },
    // The switch sees the outer tag, or the tunnel.
    { wanted: [nic('eno1', { carries: [5] }), vlan('eno1.5', 'eno1', 5), vlan('inner', 'eno1.5', 7)] },
    {
      wanted: [
        nic('eno1', { carries: [5] }),
        resource('vxlan', { name: 'vx0', vni: 1, link: 'eno1', up: true }),
        vlan('vx0.7', 'vx0', 7),
      ],
    },
  ],
  TL108: [
    {
      wanted: [vlan('a', 'eno1', 5), vlan('b', 'eno1', 5)],
      says: 'VLAN ID 5 is used twice on eno1, also by another resource',
    },
    { wanted: [vlan('a', 'eno1', 5), vlan('b', 'eno2', 5)] },
    { wanted: [vlan('a', 'eno1', 5), vlan('b', 'a', 5)] },
  ],
  TL109: [
    {
      wanted: [address('eno1', '10.0.0.5/24')],
      other: [address('eno2', '10.0.0.5/16')],
      says: 'address 10.0.0.5 is on kvm01 too',
    },
    { wanted: [address('eno1', '10.0.0.5/24')], other: [address('eno1', '10.0.0.6/24')] },
    {
      wanted: [namespace, dummy('blue/d0'), address('blue/d0', '10.0.0.5/24')],
      other: [address('eno1', '10.0.0.5/24')],
    },
  ],
  TL110: [
    {
      wanted: [bridge('br0', [], { mac: '52:54:00:00:00:01' })],
      other: [bond([], { mac: '52-54-00-00-00-01' })],
      says: 'MAC address 52:54:00:00:00:01 is used by kvm01 too',
    },
    {
      wanted: [bridge('br0', [], { mac: '52:54:00:00:00:01' }), bond([], { mac: '52:54:00:00:00:01' })],
      other: [bridge('br0', [])],
    },
  ],
  TL111: [
    {
      wanted: [nic('eno1', { mtu: 1500 }), vlan('eno1.5', 'eno1', 5, { mtu: 9000 })],
      says: 'the MTU of eno1.5 is 9000, over the 1500 of eno1 below it',
    },
    { wanted: [nic('eno1', { mtu: 9000 }), vlan('eno1.5', 'eno1', 5, { mtu: 9000 })] },
    { wanted: [nic('eno1'), vlan('eno1.5', 'eno1', 5, { mtu: 9000 })] },
  ],
  TL112: [
    {
      wanted: [bridge('br0', ['eno1', 'bond0']), bond(['eno2'])],
      says: 'br0 joins eno1 and bond0 without spanning tree: if both reach one network, frames circle for ever',
    },
    { wanted: [bridge('br0', ['eno1', 'eno2'], { stp: true })] },
    { wanted: [bridge('br0', ['bond0']), bond(['eno1', 'eno2'])] },
  ],
  TL113: [
    {
      wanted: [bond(['eno1'])],
      host: NICS,
      state: { modules: ['8021q'] },
      says: "the host has no kernel module 'bonding', which bond needs",
    },
    { wanted: [bond(['eno1'])], host: NICS, state: { modules: ['bonding'] } },
    {
      wanted: [dhcp('eno1')],
      host: NICS,
      state: { tools: ['ip', 'flock', 'setsid', 'systemctl'] },
      says: "the host has no 'dhcpcd' nor 'dhclient', which dhcp-client needs",
    },
    {
      wanted: [dhcp('eno1')],
      host: NICS,
      state: { tools: ['ip', 'flock', 'setsid', 'systemctl', 'dhclient'] },
    },
    { wanted: [nic('eno1')], host: NICS, state: { modules: [] } },
  ],
  TL114: [
    {
      wanted: [vlan('eno9.5', 'eno9', 5)],
      host: NICS,
      says: "link 'eno9' does not exist on the host, and nothing describes it",
    },
    {
      wanted: [vlan('x.5', '@mac:02:00:00:00:00:99', 5)],
      host: NICS,
      says: 'no link of the host fits mac 02:00:00:00:00:99',
    },
    {
      wanted: [vlan('x.5', '@driver:ixgbe', 5)],
      host: NICS,
      state: drivers({ eno1: 'ixgbe', eno2: 'ixgbe', eno3: 'tg3' }),
      says: 'eno1, eno2 all fit driver ixgbe',
    },
    {
      wanted: [vlan('x.5', '@driver:r8169', 5)],
      host: NICS,
      state: drivers({ eno1: 'ixgbe' }),
      says: 'no link of the host fits driver r8169',
    },
    {
      wanted: [vlan('x.5', '@driver:tg3', 5)],
      host: NICS,
      state: drivers({ eno1: 'ixgbe', eno2: 'ixgbe', eno3: 'tg3' }),
    },
    {
      wanted: [vlan('enp9s0.5', 'enp9s0', 5)],
      confirmed: [vlan('enp9s0.5', 'enp9s0', 5)],
      host: NICS,
      nics: { enp9s0: macOf('eno2') },
      says: `link 'enp9s0' does not exist on the host, and nothing describes it; the NIC that had this name (${macOf('eno2')}) is called eno2 now`,
    },
    { wanted: [vlan('eno1.5', 'eno1', 5), vlan('q', 'eno1.5', 6)], host: NICS },
    {
      wanted: [resource('sysctl', { key: 'net.ipv4.conf.all.rp_filter', value: '2', dropIn: null })],
      host: [...NICS, resource('sysctl', { key: 'net.ipv4.conf.all.rp_filter', value: '0', dropIn: null })],
    },
  ],
  TL115: [
    {
      wanted: [bridge('br0', ['eno1'])],
      host: [...NICS, bridge('virbr0', ['eno1'])],
      says: 'eno1 is a port of virbr0, which Trunkline does not own',
    },
    { wanted: [bridge('br0', ['eno1'])], host: [...NICS, bridge('br0', ['eno1'])] },
    { wanted: [bridge('br0', ['eno1'])], host: [...NICS, bridge('virbr0', ['eno2'])] },
  ],
  TL116: [
    {
      wanted: [],
      confirmed: [namespace],
      host: [...NICS, namespace, dummy('blue/theirs')],
      says: 'blue/theirs is in network namespace blue, which would be removed; Trunkline does not own it',
    },
    {
      wanted: [],
      confirmed: [namespace, dummy('blue/ours')],
      host: [...NICS, namespace, dummy('blue/ours'), dummy('blue/sit0')],
    },
    {
      wanted: [],
      confirmed: [bridge('br0', [])],
      host: [...NICS, nic('vnet0'), bridge('br0', ['vnet0'])],
      says: 'vnet0 is plugged into br0, which would be removed: what is behind it, most often a guest, would lose its network',
    },
    {
      wanted: [],
      confirmed: [bond(['eno1'])],
      host: [...NICS, bond(['eno1']), vlan('theirs', 'bond0', 9)],
      says: 'theirs stands on bond0, which would be removed, and goes with it; Trunkline does not own it',
    },
    { wanted: [], confirmed: [bridge('br0', ['eno1'])], host: [...NICS, bridge('br0', ['eno1'])] },
    { wanted: [], confirmed: [VRF, inVrf('eno1')], host: [...NICS, VRF, inVrf('eno1')] },
    {
      wanted: [],
      confirmed: [VRF, inVrf('eno1')],
      host: [...NICS, nic('vnet0'), VRF, inVrf('eno1'), inVrf('vnet0')],
      says: 'vnet0 is plugged into blue, which would be removed: what is behind it, most often a guest, would lose its network',
    },
    {
      wanted: [bridge('br0', [])],
      confirmed: [bridge('br0', ['eno1'])],
      host: [...NICS, nic('vnet0'), bridge('br0', ['eno1', 'vnet0'])],
    },
  ],
  TL118: [
    {
      wanted: [bond(['eno1'])],
      host: NICS,
      state: claimed('eno1'),
      says: 'eno1 is configured by ifupdown, in /etc/network/interfaces line 7',
    },
    { wanted: [bond(['eno1'])], host: NICS, state: claimed('eno2') },
    { wanted: [bond(['eno1'])], host: NICS, state: claimed('eno1'), settings: { takeOver: true } },
    {
      wanted: [address('eno1', '10.0.0.6/24')],
      host: NICS,
      state: claimed('eno1'),
      says: 'eno1 is configured by ifupdown, in /etc/network/interfaces line 7',
    },
    {
      wanted: [bond(['eno1'])],
      host: [...NICS, bond(['eno1'])],
      state: {
        answers: {
          managers: managedBy({ link: 'bond0', manager: 'NetworkManager', file: '/etc/b.nmconnection' }),
        },
      },
      says: 'bond0 is configured by NetworkManager, in /etc/b.nmconnection',
    },
    {
      wanted: [bond(['eno1'])],
      host: [...NICS, bond(['eno1'])],
      state: {
        answers: {
          managers: managedBy({ link: 'bond0', manager: 'NetworkManager', file: '/etc/b.nmconnection' }),
        },
      },
      settings: { takeOver: true },
    },
    {
      wanted: [bond(['eno1'])],
      host: NICS,
      state: {
        answers: {
          managers: managedBy({ link: 'eno1', manager: 'network-scripts', file: '/etc/ifcfg-eno1', line: 1 }),
        },
      },
      settings: { takeOver: true },
      says: 'eno1 is configured by network-scripts, in /etc/ifcfg-eno1 line 1',
    },
    { wanted: [], confirmed: [bond(['eno1'])], host: [...NICS, bond(['eno1'])], state: claimed('eno1') },
  ],
  TL117: [
    {
      wanted: [resource('sysctl', { key: 'net.bridge.x', value: '1', dropIn: null })],
      host: NICS,
      says: 'the host has no sysctl net.bridge.x = 1',
    },
    {
      wanted: [
        resource('sysctl', { key: 'net.ipv4.conf.br0.forwarding', value: '1', dropIn: null }),
        bridge('br0', []),
      ],
      host: NICS,
    },
  ],
  TL125: [
    {
      wanted: [bond(['eno1'])],
      confirmed: [bond(['eno1'])],
      host: NICS,
      nics: { eno1: macOf('eno2') },
      says: `eno1 has the permanent MAC ${macOf('eno1')}, and had ${macOf('eno2')} when it was confirmed: that one is called eno2 now`,
    },
    {
      wanted: [nic('eno1', { mtu: 9000 })],
      confirmed: [nic('eno1')],
      host: NICS,
      nics: { eno1: '52:54:00:aa:aa:aa' },
      says: `eno1 has the permanent MAC ${macOf('eno1')}, and had 52:54:00:aa:aa:aa when it was confirmed: that one is gone`,
    },
    {
      wanted: [bond(['eno1'])],
      confirmed: [bond(['eno1'])],
      host: NICS,
      nics: { eno1: macOf('eno1'), eno2: '52:54:00:aa:aa:aa' },
    },
  ],
  TL121: [
    {
      wanted: [vlan('eno1.5', 'eno1', 5), bridge('br5', ['eno1.5']), address('br5', '10.0.0.5/24')],
      settings: { roles: { 5: 'vm' } },
      says: 'address 10.0.0.5/24 on br5 is in VLAN 5, which is for guests: they reach the host there',
    },
    {
      wanted: [nic('eno1', { nativeVlan: 5 }), bridge('br5', ['eno1']), address('br5', '10.0.0.5/24')],
      settings: { roles: { 5: 'vm' } },
      says: 'address 10.0.0.5/24 on br5 is in VLAN 5, which is for guests: they reach the host there',
    },
    {
      wanted: [vlan('eno1.5', 'eno1', 5), bridge('br5', ['eno1.5']), address('br5', '10.0.0.5/24')],
      settings: { roles: { 5: 'migration', 6: 'vm' } },
    },
    { wanted: [vlan('eno1.5', 'eno1', 5), address('eno1.5', '10.0.0.5/24')] },
  ],
  TL122: [
    {
      wanted: [nic('eno1', { nativeVlan: 5 }), bridge('br5', ['eno1']), address('br5', '10.0.0.5/24')],
      settings: { roles: { 5: 'management' } },
      says: 'guests on br5 are on the untagged link eno1 with the management network, VLAN 5',
    },
    {
      wanted: [vlan('eno1.5', 'eno1', 5), bridge('br5', ['eno1.5']), address('br5', '10.0.0.5/24')],
      settings: { roles: { 5: 'management' } },
    },
    {
      wanted: [nic('eno1', { nativeVlan: 5 }), address('eno1', '10.0.0.5/24')],
      settings: { roles: { 5: 'management' } },
    },
  ],
  TL123: [
    {
      wanted: [vlan('eno1.5', 'eno1', 5, { mtu: 9000 })],
      other: [vlan('eno2.5', 'eno2', 5, { mtu: 1500 }), bridge('br5', ['eno2.5'])],
      settings: { roles: { 5: 'storage' } },
      says: 'the MTU of storage VLAN 5 is 1500 here and 9000 on kvm01',
    },
    {
      wanted: [vlan('eno1.5', 'eno1', 5, { mtu: 9000 })],
      other: [vlan('eno2.5', 'eno2', 5, { mtu: 9000 }), vlan('eno2.6', 'eno2', 6, { mtu: 1500 })],
      settings: { roles: { 5: 'storage', 6: 'vm' } },
    },
  ],
  TL124: [
    {
      wanted: [vlan('eno1.5', 'eno1', 5)],
      other: [vlan('eno1.6', 'eno1', 6)],
      settings: { roles: { 5: 'migration', 6: 'vm' }, pool: 'berlin' },
      says: "pool 'berlin' migrates guests by VLAN 5, which kvm01 has and this host has not",
    },
    {
      wanted: [vlan('eno1.5', 'eno1', 5)],
      other: [nic('eno1', { nativeVlan: 5 })],
      settings: { roles: { 5: 'migration' }, pool: 'berlin' },
    },
    {
      wanted: [vlan('eno1.5', 'eno1', 5)],
      other: [vlan('eno1.6', 'eno1', 6)],
      settings: { roles: { 5: 'migration', 6: 'vm' } },
    },
  ],
  TL120: [
    {
      wanted: [vlan('eno1.5', 'eno1', 5), nic('eno1')],
      host: [...NICS, address('eno1', '10.0.0.5/24'), route('10.0.0.1', { link: 'eno1' })],
      state: claimed('eno1'),
      settings: { takeOver: true },
      says: 'eno1 is taken over with 10.0.0.5/24 and the default route via 10.0.0.1, which nothing declares: after a reboot nobody would set it',
    },
    {
      wanted: [nic('eno1'), address('eno1', '10.0.0.5/24'), route('10.0.0.1')],
      host: [...NICS, address('eno1', '10.0.0.5/24'), route('10.0.0.1', { link: 'eno1' })],
      state: claimed('eno1'),
      settings: { takeOver: true },
    },
    {
      wanted: [bond(['eno1'])],
      host: [...NICS, address('eno1', '10.0.0.5/24')],
      state: claimed('eno1'),
      settings: { takeOver: true },
    },
    {
      wanted: [nic('eno1'), dhcp('eno1')],
      host: [...NICS, address('eno1', '10.0.0.5/24'), route('10.0.0.1', { link: 'eno1' })],
      state: claimed('eno1'),
      settings: { takeOver: true },
    },
  ],
  TL119: [
    {
      wanted: [bridge('br0', ['eno1'], { ageingTimeSec: 0 })],
      says: "br0 forgets each address at once (ageing 0) and sends every frame to all ports: a hub. Guests see each other's traffic, and the uplink carries all of it",
    },
    { wanted: [bridge('br0', ['eno1'], { ageingTimeSec: 1 })] },
    { wanted: [bridge('br0', ['eno1'])] },
  ],
  TL129: [
    {
      wanted: [zone('internal')],
      host: NICS,
      state: firewalld('internal', 'public'),
    },
    {
      wanted: [zone('guests')],
      confirmed: [zone('internal')],
      host: NICS,
      state: firewalld('internal', 'public'),
      says: "eno1 is to be in zone 'guests', which firewalld does not have; it has internal, public",
    },
    {
      wanted: [zone('guests')],
      host: NICS,
      state: firewalld(),
      says: "eno1 is to be in zone 'guests', which firewalld does not have; it has none",
    },
  ],
  TL126: [
    {
      wanted: [namespace],
      host: [...NICS, namespace],
      says: "the host has a network namespace 'blue' that Trunkline did not make",
    },
    { wanted: [namespace], confirmed: [namespace], host: [...NICS, namespace] },
    {
      wanted: [tbf],
      host: NICS,
      state: qdisc('pfifo', '5:'),
      says: "eno1 has the qdisc 'pfifo 5:' of somebody else, which a shaper would take away",
    },
    {
      wanted: [policer],
      host: NICS,
      state: qdisc('ingress', 'ffff:'),
      says: 'eno1 has an ingress qdisc of somebody else, where clsact would have to be',
    },
    {
      wanted: [mirror('eno1', 'eno2')],
      host: NICS,
      state: qdisc('ingress', 'ffff:'),
      says: 'eno1 has an ingress qdisc of somebody else, where clsact would have to be',
    },
    { wanted: [tbf], host: NICS, state: qdisc('mq', '0:') },
    // What somebody put in the place of ours is drift.
    { wanted: [tbf], confirmed: [tbf], host: NICS, state: qdisc('pfifo', '5:') },
    { wanted: [policer], host: NICS, state: qdisc('clsact', 'ffff:') },
  ],
  TL127: [
    {
      wanted: [nic('bond0'), vlan('bond0.5', 'bond0', 5), mirror('bond0', 'bond0.5')],
      says: 'what the mirror of bond0 sends to bond0.5 passes bond0 again, and is copied again',
    },
    {
      wanted: [veth, bridge('br0', ['ve1', 'eno1']), mirror('eno1', 've0', { direction: 'egress' })],
      says: 'what the mirror of eno1 sends to ve0 passes eno1 again, and is copied again',
    },
    { wanted: [vlan('eno1.5', 'eno1', 5), mirror('eno1', 'eno1.5', { direction: 'ingress' })] },
    { wanted: [bridge('br0', ['eno1', 'eno2']), mirror('eno1', 'eno2')] },
    { wanted: [veth, bridge('br0', ['ve1', 'eno1']), mirror('eno1', 've0', { direction: 'ingress' })] },
  ],
  TL131: [
    {
      wanted: [nic('eno1'), dhcp('eno1'), resource('dns', { servers: ['10.0.0.53'] })],
      says: "'dns' of dhcp-client DHCPv4 on eno1 asks for the name servers of its lease, and 'servers' of dns servers 10.0.0.53 declares others",
    },
    { wanted: [nic('eno1'), dhcp('eno1', { dns: false }), resource('dns', { servers: ['10.0.0.53'] })] },
    { wanted: [nic('eno1'), dhcp('eno1'), dhcp('eno1', { family: 6 })] },
  ],
  TL128: [
    {
      wanted: [nic('eno1'), ipv6Off('eno1', '1'), address('eno1', 'fd00::5/64')],
      says: 'address fd00::5/64 is on eno1, and disable_ipv6 of eno1 is set: the kernel refuses it',
    },
    {
      wanted: [nic('eno1'), vlan('eno1.5', 'eno1', 5), ipv6Off('all', '1'), address('eno1.5', 'fd00::5/64')],
      says: 'address fd00::5/64 is on eno1.5, and disable_ipv6 of all links is set: the kernel refuses it',
    },
    { wanted: [nic('eno1'), ipv6Off('eno1', '1'), address('eno1', '10.0.0.5/24')] },
    {
      wanted: [nic('eno1'), ipv6Off('all', '1'), ipv6Off('eno1', '0'), address('eno1', 'fd00::5/64')],
    },
    { wanted: [nic('eno1'), nic('eno2'), ipv6Off('eno2', '1'), address('eno1', 'fd00::5/64')] },
  ],
  TL130: [
    {
      wanted: [NICS[0]!, port('eno1', { isolated: true })],
      host: [...NICS, bridge('br0', [])],
      says: 'eno1 is to be a port of br0, and will be in no bridge',
    },
    {
      wanted: [NICS[0]!, port('eno1', { isolated: true })],
      host: [...NICS, bridge('br0', []), bridge('br1', ['eno1'])],
      says: 'eno1 is to be a port of br0, and will be one of br1',
    },
    {
      wanted: [bridge('br0', ['eno1']), bridge('br1', ['eno2']), port('eno2', { isolated: true })],
      host: [...NICS, bridge('br0', ['eno1', 'eno2'])],
      says: 'eno2 is to be a port of br0, and will be one of br1',
    },
    {
      wanted: [bridge('br0', ['eno1']), port('eno2', { isolated: true })],
      confirmed: [bridge('br0', ['eno1', 'eno2'])],
      host: [...NICS, bridge('br0', ['eno1', 'eno2'])],
      says: 'eno2 is to be a port of br0, and will be in no bridge',
    },
    {
      wanted: [bridge('br0', ['eno1', 'eno2']), port('eno1', { isolated: true })],
      host: [...NICS, bridge('br1', ['eno1'])],
    },
    { wanted: [port('eno1', { isolated: true })], host: [...NICS, bridge('br0', ['eno1'])] },
    {
      wanted: [bridge('br0', ['eno1']), port('eno2', { isolated: true })],
      host: [...NICS, bridge('br0', ['eno1', 'eno2'])],
    },
  ],
};
