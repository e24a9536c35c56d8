import type { Lab, LabHost } from '../../lab';
import type { Resource } from '../../lib/kind';
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

let lab: Lab;
let host: LabHost;
let before: string;

beforeAll(async () => {
  lab = await freshLab(2);
  host = lab.host('kvm01');
  await firstVrf(host);
  await tunnelModules(host);
  before = await snapshot(host);
});

/** Deploys on the first host; afterwards nothing is left to do. */
async function have(...resources: Resource[]): Promise<void> {
  const intent = intentOf(host, resources);
  expect((await deploy(host, intent)).result).toBe('confirmed');
  expect(await changes(host, intent)).toEqual([]);
}

const up = (kind: string, name: string, props: Resource['props'] = {}): Resource => ({
  kind,
  props: { name, up: true, ...props },
});
const address = (link: string, text: string): Resource => ({
  kind: 'address',
  props: { link, address: text },
});

/** Whether two links reach each other, each in a network namespace so that nothing goes over loopback. */
const reach = async (one: string, other: string): Promise<boolean> => {
  const program = `ip netns add one; ip netns add other
ip link set dev ${one} netns one; ip link set dev ${other} netns other
ip netns exec one sh -c 'ip link set dev ${one} up; ip address add 10.70.0.1/24 dev ${one}'
ip netns exec other sh -c 'ip link set dev ${other} up; ip address add 10.70.0.2/24 dev ${other}'
ip netns exec one ping -q -c 3 -i 0.5 -W 2 10.70.0.2 >/dev/null && echo reached || echo lost
ip netns exec one ip link set dev ${one} netns 1; ip netns exec other ip link set dev ${other} netns 1
ip netns del one; ip netns del other`;
  return (await host.sh(program)).includes('reached');
};

test.each([
  ['bridge', true],
  ['private', false],
  ['vepa', false],
] as const)('two macvlans of mode %s on one NIC reach each other: %s', async (mode, expected) => {
  const nic = { kind: 'link', props: { name: 'enp4s0', up: true } };
  const macvlan = (name: string) => up('macvlan', name, { link: 'enp4s0', mode });
  await have(nic, macvlan('mv0'), macvlan('mv1'));
  expect(await reach('mv0', 'mv1')).toBe(expected);
});

/** Whether what is written into one tap comes out of the other: ten octets of virtio's header, then a broadcast. */
const comesOut = async (one: string, other: string): Promise<boolean> => {
  const program = `tap() { echo /dev/tap$(cat /sys/class/net/$1/ifindex); }
cat $(tap ${other}) >/tmp/frames & reader=$!
source=$(for octet in $(tr : ' ' </sys/class/net/${one}/address); do printf '\\\\%03o' 0x$octet; done)
for n in 1 2 3 4 5; do
  printf "\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\377\\377\\377\\377\\377\\377$source\\210\\265written into the tap of ${one}, in a frame of sixty octets" | dd of=$(tap ${one}) bs=2048 2>/dev/null
  sleep 0.3
done
kill $reader; grep -c 'written into the tap of ${one}' /tmp/frames; rm /tmp/frames`;
  return Number(await host.sh(`${program} || :`)) > 0;
};

test.each([
  ['bridge', true],
  ['private', false],
  ['vepa', false],
] as const)('two macvtaps of mode %s on one NIC reach each other: %s', async (mode, expected) => {
  const nic = { kind: 'link', props: { name: 'enp4s0', up: true } };
  const macvtap = (name: string) => up('macvtap', name, { link: 'enp4s0', mode });
  await have(nic, macvtap('mt0'), macvtap('mt1'));
  expect(await comesOut('mt0', 'mt1')).toBe(expected);
});

test('into passthru and out again a macvlan is made anew, with the address of its NIC', async () => {
  await have(up('macvlan', 'mv0', { link: 'enp4s0', mode: 'bridge', mac: '02:00:00:00:0d:01' }));
  await have(up('macvlan', 'mv0', { link: 'enp4s0', mode: 'passthru' }));
  const macs = await host.sh('cat /sys/class/net/mv0/address /sys/class/net/enp4s0/address');
  expect(new Set(macs.trim().split('\n')).size).toBe(1);
  await have(up('macvlan', 'mv0', { link: 'enp4s0', mode: 'bridge' }));
});

test('what one end of a veth sends the other one receives', async () => {
  await have(up('veth', 've0', { peer: 've1' }));
  expect(await reach('ve0', 've1')).toBe(true);
});

test('a link keeps its addresses in a VRF, and routes of its own', async () => {
  const link = up('dummy', 'loop0');
  const addresses = [address('loop0', '10.71.0.1/24'), address('loop0', 'fd00:71::1/64')];
  const route = (table?: number) => ({
    kind: 'route',
    props: { to: '10.72.0.0/16', via: '10.71.0.9', table },
  });
  await have(link, ...addresses);
  const member = { kind: 'vrf-member', props: { link: 'loop0', vrf: 'blue' } };
  const vrf = (table: number) => up('vrf', 'blue', { table });
  await have(link, ...addresses, vrf(300), member, {
    ...route(300),
    props: { ...route(300).props, link: 'loop0' },
  });
  expect(await host.sh('ip route show table 300')).toContain('10.72.0.0/16 via 10.71.0.9');
  expect(await host.sh('ip route show table main')).not.toContain('10.71.0.0/24');
  expect(await host.sh('ip -br address show dev loop0')).toContain('fd00:71::1/64');
  await have(link, ...addresses, vrf(301), member);
  expect(await host.sh('ip -br address show dev loop0')).toContain('fd00:71::1/64');
  await have(link, ...addresses);
  expect(await host.sh('ip -br address show dev loop0')).toContain('fd00:71::1/64');
  expect(await host.sh('ip route show table main')).toContain('10.71.0.0/24');
});

test('a VXLAN with static remotes carries packets between two hosts, and VLANs in VLANs', async () => {
  const ends = [1, 2].map(n => ({ host: lab.host(`kvm0${n}`), n }));
  for (const { host: own, n } of ends) {
    const intent = intentOf(own, [
      { kind: 'link', props: { name: 'enp2s0', up: true } },
      address('enp2s0', `10.73.0.${n}/24`),
      up('vxlan', 'vx0', { vni: 73, link: 'enp2s0', local: `10.73.0.${n}`, remotes: [`10.73.0.${3 - n}`] }),
      address('vx0', `10.74.0.${n}/24`),
      up('vlan', 'outer', { link: 'vx0', vlanId: 500, protocol: '802.1ad' }),
      up('vlan', 'inner', { link: 'outer', vlanId: 7, mtu: 1442 }),
      address('inner', `10.75.0.${n}/24`),
    ]);
    expect((await deploy(own, intent)).result).toBe('confirmed');
  }
  // 1450 octets are what is left of 1500.
  expect(await host.sh('ping -q -c 5 -i 0.5 -M do -s 1422 10.74.0.2 || :')).toMatch(/ [1-5] received/);
  const heard = await host.sh(
    'tcpdump -l -n -e -c 4 -i vx0 icmp or vlan 2>/dev/null >/tmp/heard & ping -q -c 5 -i 0.5 -W 5 10.75.0.2 || :; wait $!; cat /tmp/heard; rm /tmp/heard',
  );
  expect(heard).toMatch(/ [1-5] received/);
  expect(heard).toMatch(/802\.1Q-QinQ.*vlan 500.*802\.1Q.*vlan 7.*ICMP echo re/);
  await deploy(lab.host('kvm02'), nothing(lab.host('kvm02')));
});

/** What tcpdump prints of what leaves a link, until it is what is looked for. */
const leaves = (link: string, from: string, lookedFor: string, during: string): Promise<string> =>
  host.sh(`rm -f /tmp/ready /tmp/heard; touch /tmp/ready
timeout 120 tcpdump -lnv -i ${link} 'src ${from}' >/tmp/heard 2>>/tmp/ready & listener=$!
until grep -q listening /tmp/ready; do sleep 0.2; done
${during}
until grep -q '${lookedFor}' /tmp/heard || ! kill -0 $listener; do sleep 0.2; done
kill $listener; wait $listener || :; cat /tmp/heard; rm /tmp/heard /tmp/ready`);

describe('tunnels over IPv4 between two hosts', () => {
  const ends = (n: number) => ({ remote: `10.76.0.${3 - n}`, local: `10.76.0.${n}`, ttl: 9, tos: 0x20 });
  const resources = (n: number) => [
    { kind: 'link', props: { name: 'enp2s0', up: true } },
    address('enp2s0', `10.76.0.${n}/24`),
    up('gre', 'gre7', { key: 7, ...ends(n) }),
    address('gre7', `10.77.0.${n}/24`),
    up('ip-tunnel', 'ipip7', { type: 'ipip', ...ends(n) }),
    address('ipip7', `10.78.0.${n}/24`),
    up('ip-tunnel', 'sit7', { type: 'sit', ...ends(n) }),
    address('sit7', `fd00:79::${n}/64`),
  ];

  test('every option is what the kernel has', async () => {
    await have(...resources(1));
    const other = lab.host('kvm02');
    expect((await deploy(other, intentOf(other, resources(2)))).result).toBe('confirmed');
    const told = JSON.parse(await host.sh('ip -j -d link show')) as { ifname: string }[];
    const info_data = { remote: '10.76.0.2', local: '10.76.0.1', ttl: 9, tos: '0x20' };
    for (const info_kind of ['gre', 'ipip', 'sit'])
      expect(told.find(({ ifname }) => ifname === `${info_kind}7`)).toMatchObject({
        linkinfo: { info_kind, info_data },
      });
  });

  // What is left of 1500 octets: without the outer header, GRE's with a key, the inner one and that of the echo.
  test.each([
    ['gre', 1500 - 20 - 8 - 20 - 8, '10.77.0.1 > 10.77.0.2', /tos 0x20.* ttl 9,.* proto GRE \(47\)/],
    ['ipip', 1500 - 20 - 20 - 8, '10.78.0.1 > 10.78.0.2', /tos 0x20.* ttl 9,.* proto IPIP \(4\)/],
    ['sit', 1500 - 20 - 40 - 8, 'fd00:79::1 > fd00:79::2', /tos 0x20.* ttl 9,.* proto IPv6 \(41\)/],
  ])('%s carries echoes of %i octets and no larger ones', async (_, octets, packet, header) => {
    const to = packet.split(' > ')[1];
    const echo = (size: number) => host.sh(`ping -c 5 -i 0.5 -W 5 -M do -s ${size} ${to} 2>&1 || :`);
    expect(await echo(octets)).toMatch(/ [1-5] received/);
    expect(await echo(octets + 1)).toMatch(/message too long/i);
    const told = await leaves('enp2s0', '10.76.0.1', packet, `ping -q -c 5 -i 0.5 ${to} >/dev/null`);
    expect(told).toContain(packet);
    expect(told).toMatch(header);
  });

  afterAll(() => deploy(lab.host('kvm02'), nothing(lab.host('kvm02'))));
});

test('an ipip tunnel between two network namespaces', async () => {
  const end = (own: string, n: number) => [
    { kind: 'network-namespace', props: { name: own } },
    address(`${own}/cable`, `10.76.0.${n}/24`),
    up('ip-tunnel', `${own}/ipip7`, { type: 'ipip', remote: `10.76.0.${3 - n}` }),
    address(`${own}/ipip7`, `10.78.0.${n}/24`),
  ];
  await have(up('veth', 'one/cable', { peer: 'two/cable' }), ...end('one', 1), ...end('two', 2));
  expect(await host.sh('ip netns exec one ping -q -c 5 -i 0.5 -W 5 10.78.0.2 || :')).toMatch(
    / [1-5] received/,
  );
});

test('a destroy leaves nothing', async () => {
  await deploy(host, nothing(host));
  await expectSound(host, before, nothing(host));
});
