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

const WINDOW_SEC = 8;
/** What is offered before the window opens: far more than any bucket here holds at first. */
const AHEAD_OCTETS = 400_000;

/**
 * Octets a second that counters tell while guest 1 floods these VLANs, by the clock of the guest. A counter is a
 * command that prints one number.
 */
async function rates(vlans: readonly number[], counters: readonly string[]): Promise<number[]> {
  const floods = vlans.map(
    vlan =>
      `timeout 120 ip netns exec n1 nc -u 10.80.${vlan}.9 9 </dev/zero >/dev/null 2>&1 & floods="$floods $!"`,
  );
  const ahead = vlans.map(
    vlan =>
      `until [ "$(${offered(vlan)})" -gt $((before${vlan} + ${AHEAD_OCTETS})) ]; do kill -0 $floods; sleep 0.2; done`,
  );
  // To start a process takes a while here, so the clock is looked at on both sides of each counter.
  const look = 'read -r uptime rest </proc/uptime; echo $uptime';
  const read = [look, ...counters.flatMap(counter => [counter, look])];
  const text = await host.sh(
    [
      'set -e',
      ...vlans.map(vlan => `before${vlan}=$(${offered(vlan)})`),
      ...[...floods, ...ahead, ...read, `sleep ${WINDOW_SEC}`, ...read, 'kill $floods; wait || :'],
    ].join('\n'),
  );
  const told = text.trim().split('\n').map(Number);
  const [first, second] = [told.slice(0, told.length / 2), told.slice(told.length / 2)];
  const clock = (at: number[], n: number) => (at[2 * n]! + at[2 * n + 2]!) / 2;
  return counters.map((_, n) => {
    const octets = second[2 * n + 1]! - first[2 * n + 1]!;
    return octets / (clock(second, n) - clock(first, n));
  });
}

/** Within 20 % of a rate. */
function expectHeld(octetsPerSec: number, rate: string): void {
  const wanted = bitsOf(rate) / 8;
  expect(octetsPerSec).toBeGreaterThan(wanted * 0.8);
  expect(octetsPerSec).toBeLessThan(wanted * 1.2);
}

/** What guest 1 sends, and what guest 2 receives, in a VLAN. */
const offered = (vlan: number) => `ip netns exec n1 cat /sys/class/net/p1.${vlan}/statistics/tx_bytes`;
const received = (vlan: number) => `ip netns exec n2 cat /sys/class/net/p2.${vlan}/statistics/rx_bytes`;
const sentBy = "tc -s qdisc show dev g2 root | sed -n 's/^ Sent \\([0-9]*\\).*/\\1/p' | head -n 1";
const classSent = (id: string) =>
  `tc -s class show dev g2 classid 746c:${id} | sed -n 's/^ Sent \\([0-9]*\\).*/\\1/p' | head -n 1`;

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

test('a mirror goes on when its destination is made anew', async () => {
  const away = (peer: string): Resource => ({ kind: 'veth', props: { name: 'away', peer } });
  await have(mirror({ to: 'away' }), away('far'));
  await have(mirror({ to: 'away' }), away('farther'));
  expect(await host.sh('tc filter show dev g1 egress pref 29801')).toContain('Mirror to device away');
});

test('a token bucket holds 2 mbit within 20 %', async () => {
  await have(tbf('2mbit'));
  const [held, flood] = await rates([100], [sentBy, offered(100)]);
  expectHeld(held!, '2mbit');
  expect(flood).toBeGreaterThan(held! * 1.5);
});

test('its rate is changed in place, and then held', async () => {
  await have(tbf('1mbit'));
  const [held] = await rates([100], [sentBy]);
  expectHeld(held!, '1mbit');
});

describe('classes by VLAN', () => {
  const [first, second] = [100, 200].map(vlanId => ({ matches: [{ vlanId }] }));
  const own = [htb('3mbit'), part(4095, '100kbit')];
  const shares = () => rates([100, 200], [classSent('2'), classSent('3'), sentBy]);

  test('one is held at its ceil, and another has the rest of the rate of the whole', async () => {
    const slow = part(2, '500kbit', { ...first, ceil: '1mbit' });
    await have(...own, slow, part(3, '500kbit', { ...second, ceil: '3mbit' }));
    const [held, rest, all] = await shares();
    expectHeld(held!, '1mbit');
    expectHeld(rest!, '2mbit');
    expectHeld(all!, '3mbit');
  });

  test('one has its rate though another of a lower priority number takes all that is left', async () => {
    await have(
      ...own,
      part(2, '1mbit', { ...first, ceil: '3mbit', priority: 1 }),
      part(3, '500kbit', { ...second, ceil: '3mbit' }),
    );
    const [sure, rest, all] = await shares();
    expectHeld(sure!, '1mbit');
    expectHeld(rest!, '2mbit');
    expectHeld(all!, '3mbit');
  });
});

test('classes by code point and prefix, behind a tag of 802.1Q, take what they are for', async () => {
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
  // Over the bridge with a tag of its own, in the VLAN of untagged frames.
  await host.sh(`for n in 1 2; do
    ip -n n$n link add link p$n name ad$n up type vlan protocol 802.1ad id 100
    ip -n n$n address add 10.81.100.$n/24 dev ad$n
  done
  ip netns exec n1 ping -q -c 3 -i 0.3 -W 5 -Q ${46 * 4} 10.81.100.2 >/dev/null`);
  expect(await packets()).toBe(none);
  await ping(46 * 4, 100);
  expect(await packets()).toBe(none + 3);
});

test('a policer of one VLAN holds 2 mbit within 20 %, leaves the other alone, and a mirror has all of both', async () => {
  await have(policer({ vlanId: 100, rate: '2mbit', burstKiB: 66 }), mirror({ direction: 'ingress' }));
  const mirrored = 'cat /sys/class/net/mon/statistics/tx_packets';
  const sent = 'cat /sys/class/net/g1/statistics/rx_packets';
  const all = [received(100), offered(100), received(200), offered(200), mirrored, sent];
  const [held, flood, free, other, copies, frames] = await rates([100, 200], all);
  expectHeld(held!, '2mbit');
  expect(flood).toBeGreaterThan(held! * 1.5);
  expect(free).toBeGreaterThan(other! * 0.8);
  expect(copies).toBeGreaterThan(frames! * 0.9);
});

test('a policer of a link holds 2 mbit within 20 %', async () => {
  await have(policer({ rate: '2mbit', burstKiB: 66 }));
  const [one, other] = await rates([100, 200], [received(100), received(200)]);
  expectHeld(one! + other!, '2mbit');
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
    `others=
for last in 71 73; do ip netns exec n1 ping -q -c 3 -i 0.3 -W 1 10.80.100.$last >/dev/null & others="$others $!"; done
wait $others || :`,
    sec,
  );
  return {
    ieee: count(text, /01:80:c2:00:00:00.*echo request/),
    pvst: count(text, /01:00:0c:cc:cc:cd.*echo request/),
    own: count(text, /01:80:c2:00:00:00.*STP 802\.1d/),
  };
}

test('BPDUs of others pass a bridge without STP', async () => {
  await host.sh(`ip -n n1 neigh replace 10.80.100.71 lladdr 01:80:c2:00:00:00 dev p1.100
    ip -n n1 neigh replace 10.80.100.73 lladdr 01:00:0c:cc:cc:cd dev p1.100`);
  await have();
  expect(await bpdus()).toEqual({ ieee: 3, pvst: 3, own: 0 });
});

test.each([
  ['received by a port', 'g1', 'ingress'],
  ['sent by a port', 'g2', 'egress'],
  ['at a port of either side', 'g1', 'both'],
])('BPDUs %s are dropped, and nothing else is', async (_, link, direction) => {
  await have({ kind: 'bpdu-filter', props: { link, direction } });
  expect(await bpdus()).toEqual({ ieee: 0, pvst: 0, own: 0 });
  expect(await host.sh('ip netns exec n1 ping -q -c 3 -i 0.3 -W 5 10.80.100.2')).toContain('3 received');
});

test('a bridge with STP says nothing by a port with a filter', async () => {
  const [{ props }, ...ports] = base as [Resource, ...Resource[]];
  const tree = { kind: 'bridge', props: { ...props, stp: true, helloTimeSec: 1, forwardDelaySec: 2 } };
  await deploy(host, intentOf(host, [tree, ...ports]));
  expect((await bpdus(5)).own).toBeGreaterThan(2);
  const filter = { kind: 'bpdu-filter', props: { link: 'g2' } };
  await deploy(host, intentOf(host, [tree, ...ports, filter]));
  expect((await bpdus(5)).own).toBe(0);
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
  // Numbers that the kernel gives out, and queues: one that has a packet just now shows as a class.
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
