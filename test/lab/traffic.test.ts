import type { LabHost } from '../../lab';
import type { Resource } from '../../lib/kind';
import { bitsOf } from '../../lib/net';
import { changes, deploy, freshLab, intentOf, LAB_TIMEOUT_MS, nothing } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

/**
 * Two guests and a listener, each a network namespace behind a veth. The guests' are ports of a VLAN-aware bridge and
 * talk in VLANs 100 and 200; packets for .9 reach the second guest, which drops them in silence.
 */
const GUESTS = `modprobe -a sch_fq_codel cls_matchall
for n in 1 2; do
  ip netns add n$n; ip link add g$n type veth peer name p$n netns n$n; ip link set g$n up
  ip -n n$n link set p$n address 02:00:00:00:0e:0$n up
  for v in 100 200; do
    ip -n n$n link add link p$n name p$n.$v up type vlan id $v
    ip -n n$n address add 10.80.$v.$n/24 dev p$n.$v
  done
done
for v in 100 200; do ip -n n1 neigh add 10.80.$v.9 lladdr 02:00:00:00:0e:02 dev p1.$v; done
ip netns add nm; ip link add mon type veth peer name ear netns nm; ip link set mon up; ip -n nm link set ear up
tc qdisc add dev mon root handle 5: pfifo
tc qdisc add dev g1 clsact; tc filter add dev g1 ingress pref 100 matchall action continue`;

const port = (link: string): Resource => ({
  kind: 'bridge-port',
  props: { link, bridge: 'br0', tagged: '100,200', untagged: '1', pvid: 1 },
});
const base: Resource[] = [
  { kind: 'bridge', props: { name: 'br0', ports: ['g1', 'g2'], vlanFiltering: true, up: true } },
  port('g1'),
  port('g2'),
];
const mirror = (more: object = {}): Resource => ({
  kind: 'mirror',
  props: { link: 'g1', to: 'mon', ...more },
});
const policer = (props: object): Resource => ({ kind: 'policer', props: { link: 'g1', ...props } });
const tbf = (rate: string): Resource => ({
  kind: 'shaper',
  props: { link: 'g2', discipline: 'tbf', rate, burstKiB: 16 },
});
const htb = (rate: string): Resource => ({ kind: 'shaper', props: { link: 'g2', discipline: 'htb', rate } });
const part = (classId: number, rate: string, more: object = {}): Resource => ({
  kind: 'traffic-class',
  props: { link: 'g2', classId, rate, burstKiB: 16, ...more },
});

let host: LabHost;
let before: string;

/** Qdiscs, classes and filters of all links. */
const traffic = (): Promise<string> =>
  host.sh(
    `tc qdisc show; for l in g1 g2 mon; do tc class show dev $l; for at in '' ingress egress; do tc filter show dev $l $at; done; done`,
  );

beforeAll(async () => {
  host = (await freshLab(1)).host('kvm01');
  await host.sh(GUESTS);
  before = await traffic();
});

/** Deploys beside the bridge; afterwards nothing is left to do. */
async function have(...resources: Resource[]): Promise<void> {
  const intent = intentOf(host, [...base, ...resources]);
  expect((await deploy(host, intent)).result).toBe('confirmed');
  expect(await changes(host, intent)).toEqual([]);
}

/** What tcpdump prints in a namespace while something is done; a message of the capture before says nothing of this. */
const captured = (
  namespace: string,
  link: string,
  filter: string,
  during: string,
  sec = 2,
): Promise<string> =>
  host.sh(`rm -f /tmp/ready /tmp/heard; touch /tmp/ready
ip netns exec ${namespace} timeout 120 tcpdump -lnne -i ${link} '${filter}' >/tmp/heard 2>>/tmp/ready & listener=$!
until grep -q listening /tmp/ready; do sleep 0.2; done
${during}
sleep ${sec}; kill $listener; wait $listener 2>/dev/null || :
cat /tmp/heard`);

/** What the listener hears while guest 1 pings guest 2 in both VLANs, three times each. */
const heard = (): Promise<string> =>
  captured(
    'nm',
    'ear',
    'icmp or vlan',
    'for v in 100 200; do ip netns exec n1 ping -q -c 3 -i 0.3 -W 5 10.80.$v.2 >/dev/null || :; done',
  );

const count = (text: string, what: RegExp): number => text.split('\n').filter(line => what.test(line)).length;

const WINDOW_SEC = 20;

/**
 * Octets a second that a counter tells while guest 1 floods these VLANs, by the clock of the guest. What is offered in
 * the meantime is told too. A counter is a command that prints one number.
 */
async function rates(vlans: readonly number[], counters: readonly string[]): Promise<number[]> {
  const floods = vlans.map(
    vlan =>
      `timeout ${WINDOW_SEC + 40} ip netns exec n1 nc -u 10.80.${vlan}.9 9 </dev/zero >/dev/null 2>&1 & floods="$floods $!"`,
  );
  const offered = 'ip netns exec n1 cat /sys/class/net/p1/statistics/tx_bytes';
  const read = `cut -d' ' -f1 /proc/uptime; ${[...counters, offered].join('; ')}`;
  // A second look at the clock, since to read the counters takes a while here.
  const text = await host.sh(
    `${floods.join('\n')}\nsleep 5\n${read}; cut -d' ' -f1 /proc/uptime\nsleep ${WINDOW_SEC}\n${read}; cut -d' ' -f1 /proc/uptime\nkill $floods; wait`,
  );
  const numbers = text.trim().split('\n').map(Number);
  const [first, second] = [numbers.slice(0, numbers.length / 2), numbers.slice(numbers.length / 2)];
  const clock = (at: number[]) => (at[0]! + at.at(-1)!) / 2;
  const seconds = clock(second) - clock(first);
  return first.slice(1, -1).map((value, n) => (second[n + 1]! - value) / seconds);
}

/** Within 20 % of a rate. */
function expectHeld(octetsPerSec: number, rate: string): void {
  const wanted = bitsOf(rate) / 8;
  expect(octetsPerSec).toBeGreaterThan(wanted * 0.8);
  expect(octetsPerSec).toBeLessThan(wanted * 1.2);
}

const sentBy = "tc -s qdisc show dev g2 root | sed -n 's/^ Sent \\([0-9]*\\).*/\\1/p' | head -n 1";
const classSent = (id: string) =>
  `tc -s class show dev g2 classid 746c:${id} | sed -n 's/^ Sent \\([0-9]*\\).*/\\1/p' | head -n 1`;
/** A policer counts packets without the header of Ethernet, and lets the small ones of a flood through most of all. */
const deviceSent = 'cd /sys/class/net/g2/statistics; echo $(($(cat tx_bytes) - 14 * $(cat tx_packets)))';

test('a mirror of a port is heard in both directions, with the tags', async () => {
  await have(mirror());
  const all = await heard();
  for (const vlan of [100, 200]) {
    expect(count(all, new RegExp(`vlan ${vlan}.*echo request`))).toBe(3);
    expect(count(all, new RegExp(`vlan ${vlan}.*echo reply`))).toBe(3);
  }
});

test('of what is received only, nobody hears what is sent', async () => {
  await have(mirror({ direction: 'ingress' }));
  const all = await heard();
  expect(count(all, /echo request/)).toBe(6);
  expect(count(all, /echo reply/)).toBe(0);
});

test('a mirror of one VLAN tells nothing of the other', async () => {
  await have(mirror({ vlanId: 100 }));
  const all = await heard();
  expect(count(all, /vlan 100.*echo request/)).toBe(3);
  expect(count(all, /vlan 100.*echo reply/)).toBe(3);
  expect(count(all, /vlan 200/)).toBe(0);
});

test('a mirror sees what a policer drops', async () => {
  await have(mirror({ direction: 'ingress' }), policer({ vlanId: 200, rate: '8kbit' }));
  const [passed, offered] = await rates([200], [deviceSent]);
  expect(passed).toBeLessThan(offered! / 10);
  const mirrored = await host.sh('cat /sys/class/net/mon/statistics/tx_bytes');
  const received = await host.sh('cat /sys/class/net/g1/statistics/rx_bytes');
  expect(Number(mirrored)).toBeGreaterThan(Number(received) / 2);
});

test('a mirror goes on when its destination is made anew', async () => {
  const away = (peer: string): Resource => ({ kind: 'veth', props: { name: 'away', peer } });
  await have(mirror({ to: 'away' }), away('far'));
  await have(mirror({ to: 'away' }), away('farther'));
  expect(await host.sh('tc filter show dev g1 egress pref 29801')).toContain('Mirror to device away');
});

test('a token bucket holds 2 mbit within 20 %', async () => {
  await have(tbf('2mbit'));
  const [held, offered] = await rates([100], [sentBy]);
  expectHeld(held!, '2mbit');
  expect(offered).toBeGreaterThan(held! * 1.5);
});

test('its rate is changed in place, and then held', async () => {
  await have(tbf('1mbit'));
  const [held] = await rates([100], [sentBy]);
  expectHeld(held!, '1mbit');
});

test('classes by VLAN hold a rate each, and one may borrow what the other leaves', async () => {
  const by = (vlanId: number) => ({ matches: [{ vlanId }] });
  const own = [htb('4mbit'), part(4095, '100kbit')];
  await have(...own, part(2, '1mbit', by(100)), part(3, '2mbit', by(200)));
  const [first, second] = await rates([100, 200], [classSent('2'), classSent('3')]);
  expectHeld(first!, '1mbit');
  expectHeld(second!, '2mbit');
  await have(...own, part(2, '1mbit', { ...by(100), ceil: '3mbit' }), part(3, '500kbit', by(200)));
  const [borrows] = await rates([100], [classSent('2')]);
  expectHeld(borrows!, '3mbit');
});

test('classes by code point and prefix, behind a tag and without one, take what they are for', async () => {
  const matches = [{ vlanId: 100, dscp: 'ef', to: '10.80.100.0/24' }];
  await have(htb('10mbit'), part(4095, '1mbit', { ceil: '10mbit' }), part(2, '1mbit', { matches }));
  const packets = async () =>
    Number(
      await host.sh(
        "tc -s class show dev g2 classid 746c:2 | sed -n 's/.* bytes \\([0-9]*\\) pkt.*/\\1/p' | head -n 1",
      ),
    );
  const ping = (tos: number, vlan: number) =>
    host.sh(`ip netns exec n1 ping -q -c 3 -i 0.3 -W 5 -Q ${tos} 10.80.${vlan}.2 >/dev/null`);
  const none = await packets();
  await ping(0, 100);
  await ping(46 * 4, 200);
  expect(await packets()).toBe(none);
  await ping(46 * 4, 100);
  expect(await packets()).toBe(none + 3);
});

test('a policer of one VLAN holds 2 mbit within 20 %, and leaves the other alone', async () => {
  await have(policer({ vlanId: 100, rate: '2mbit', burstKiB: 66 }));
  const [held] = await rates([100], [deviceSent]);
  expectHeld(held!, '2mbit');
  const [free, offered] = await rates([200], [deviceSent]);
  expect(free).toBeGreaterThan(bitsOf('2mbit') / 8 / 0.8);
  expect(free).toBeGreaterThan(offered! * 0.8);
});

test('a policer of a link holds 2 mbit within 20 %', async () => {
  await have(policer({ rate: '2mbit', burstKiB: 66 }));
  const [held] = await rates([100, 200], [deviceSent]);
  expectHeld(held!, '2mbit');
});

/**
 * Frames to the addresses of BPDUs that guest 2 gets: of those that guest 1 sends, three to each, with a tag, and of
 * the bridge's own, which have none.
 */
async function bpdus(sec?: number): Promise<{ ieee: number; pvst: number; own: number }> {
  const text = await captured(
    'n2',
    'p2',
    'ether[0:4] == 0x0180c200 or ether[0:4] == 0x01000ccc',
    'for last in 71 73; do ip netns exec n1 ping -q -c 3 -i 0.3 -W 1 10.80.100.$last >/dev/null || :; done',
    sec,
  );
  return {
    ieee: count(text, /01:80:c2:00:00:00.*echo request/),
    pvst: count(text, /01:00:0c:cc:cc:cd.*echo request/),
    own: count(text, /01:80:c2:00:00:00.*STP 802\.1d/),
  };
}

test.each([
  ['received by a port', 'g1', 'ingress'],
  ['sent by a port', 'g2', 'egress'],
  ['at a port of either side', 'g1', 'both'],
])('BPDUs %s are dropped, and nothing else is', async (_, link, direction) => {
  await host.sh(`ip -n n1 neigh replace 10.80.100.71 lladdr 01:80:c2:00:00:00 dev p1.100
    ip -n n1 neigh replace 10.80.100.73 lladdr 01:00:0c:cc:cc:cd dev p1.100`);
  await have();
  expect(await bpdus()).toEqual({ ieee: 3, pvst: 3, own: 0 });
  await have({ kind: 'bpdu-filter', props: { link, direction } });
  expect(await bpdus()).toEqual({ ieee: 0, pvst: 0, own: 0 });
  expect(await host.sh('ip netns exec n1 ping -q -c 3 -i 0.3 -W 5 10.80.100.2')).toContain('3 received');
});

test('a bridge with STP says nothing by a port with a filter', async () => {
  const [{ props }, ...ports] = base as [Resource, ...Resource[]];
  const tree = { kind: 'bridge', props: { ...props, stp: true, helloTimeSec: 1, forwardDelaySec: 2 } };
  await deploy(host, intentOf(host, [tree, ...ports]));
  expect((await bpdus(10)).own).toBeGreaterThan(2);
  const filter = { kind: 'bpdu-filter', props: { link: 'g2' } };
  await deploy(host, intentOf(host, [tree, ...ports, filter]));
  expect((await bpdus(10)).own).toBe(0);
  await have();
});

test('a shaper does not take the place of what somebody else made', async () => {
  const intent = intentOf(host, [
    ...base,
    { kind: 'shaper', props: { link: 'mon', discipline: 'tbf', rate: '1mbit' } },
  ]);
  await expect(deploy(host, intent)).rejects.toThrow(/TL126.*mon has the qdisc 'pfifo 5:'/s);
  expect(await host.sh('tc qdisc show dev mon')).toContain('pfifo 5:');
});

test('the boot script puts all of it, and changes nothing the second time', async () => {
  const all = [
    ...[htb('10mbit'), part(4095, '1mbit'), part(2, '1mbit', { matches: [{ vlanId: 100 }, { dscp: 46 }] })],
    ...[
      policer({ rate: '5mbit' }),
      policer({ vlanId: 100, rate: '2mbit' }),
      mirror(),
      mirror({ vlanId: 200 }),
    ],
  ];
  await have(...all);
  const deployed = await traffic();
  // Numbers that the kernel gives out; and fq_codel has a class for each flow that waits in it just now.
  const told = (text: string) =>
    text
      .replace(/police 0x\w+|index \d+|(?<=fq_codel |leaf )[0-9a-f]+:/g, '_')
      .replace(/^(qdisc|class) fq_codel.*\n/gm, '');
  await host.sh(
    'tc qdisc del dev g2 root; tc filter del dev g1 ingress pref 29801; tc filter del dev g1 egress',
  );
  await host.sh('sh /var/lib/trunkline/current/boot.sh');
  expect(told(await traffic())).toBe(told(deployed));
  await host.sh('sh /var/lib/trunkline/current/boot.sh');
  expect(told(await traffic())).toBe(told(deployed));
  expect(await changes(host, intentOf(host, [...base, ...all]))).toEqual([]);
});

test('a destroy leaves the links as they were, and what others put there', async () => {
  expect((await deploy(host, nothing(host))).result).toBe('confirmed');
  const after = await traffic();
  expect(after).toBe(before);
  expect(after).toContain('matchall');
});
