import { kinds } from '../constructs/kinds';
import type { LabHost } from '../lab';
import { apply } from '../lib/apply/apply';
import { inspect } from '../lib/apply/inspect';
import { type Intent, parseIntent } from '../lib/intent/intent';
import type { Resource } from '../lib/kind';
import { type SshTarget, stats } from '../lib/ssh';
import { bare } from './floor';
import { against, median, type Row, timed } from './measure';

const target = ({ ssh: { host, port, user, identityFile, hostKey } }: LabHost): SshTarget => ({
  host,
  port,
  user,
  identityFile,
  hostKey,
  config: false,
});

const bond: Resource = {
  kind: 'bond',
  props: { name: 'bond0', mode: '802.3ad', ports: ['enp2s0', 'enp3s0'], miimonMs: 100 },
};

/** VLAN+bridge pairs on bond0, as VLAN IDs from 1000 on. */
const pairs = (count: number): Resource[] =>
  Array.from({ length: count }, (_, index) => 1000 + index).flatMap(id => [
    { kind: 'vlan', props: { name: `bond0.${id}`, link: 'bond0', vlanId: id } },
    { kind: 'bridge', props: { name: `br${id}`, ports: [`bond0.${id}`] } },
  ]);

const intentOf = (host: LabHost, resources: readonly Resource[]): Intent =>
  parseIntent(kinds, {
    formatVersion: 1,
    host: host.name,
    settings: { confirmTimeoutSec: 600 },
    resources: [bond, ...resources],
  });

const byHand = (count: number): string =>
  Array.from({ length: count }, (_, index) => 1000 + index)
    .map(
      id =>
        `link add link bond0 name bond0.${id} up type vlan id ${id}\nlink add name br${id} up type bridge\nlink set dev bond0.${id} master br${id}\n`,
    )
    .join('');
const awayByHand = (count: number): string =>
  Array.from({ length: count }, (_, index) => 1000 + index)
    .map(id => `link del dev br${id}\nlink del dev bond0.${id}\n`)
    .join('');
const batch = (lines: string): string => `ip -batch - <<'END'\n${lines}END`;

/** The same reads, and only them, as the product's one exec does of addresses, routes and PCI places. */
const reads =
  "ip -j -d address show; ip -4 -j -d route show table all; ip -6 -j -d route show table all; find /sys/class/net -maxdepth 1 -type l -printf '%f %l\\n'";

/**
 * udev has an opinion on every new link, and on an emulated machine takes minutes for a thousand. It stands still for
 * us and for our peers: what is measured is the work of neither.
 */
export const withoutUdev = (host: LabHost): Promise<string> =>
  host.sh('systemctl stop systemd-udevd-kernel.socket systemd-udevd-control.socket systemd-udevd');
/** Processes started since boot. */
const forks = async (host: LabHost): Promise<number> =>
  Number((await host.sh("sed -n 's/^processes //p' /proc/stat")).trim());

async function noOp(host: LabHost, count: number): Promise<Row[]> {
  const intent = intentOf(host, pairs(count));
  const ours: number[] = [];
  const floor: number[] = [];
  let connections = 0;
  let execs = 0;
  for (let round = 0; round < 5; round++) {
    const before = { ...stats };
    const { seconds, value } = await timed(() => inspect(kinds, target(host), intent));
    if (!value.settled) throw new Error('the host is not settled: this would measure something else');
    ours.push(seconds);
    connections = stats.connections - before.connections;
    execs = stats.execs - before.execs;
    floor.push((await timed(() => bare(host.ssh, reads))).seconds);
  }
  const links = 2 * count;
  return [
    { what: `no-op check of ${links} links: connections`, ours: connections, aim: '1', unit: 'count' },
    { what: `no-op check of ${links} links: execs`, ours: execs, aim: '1', unit: 'count' },
    against(
      `no-op check of ${links} links`,
      median(ours),
      median(floor),
      'at most 1.3x',
      'floor: bare ssh2, same ip -j reads; median of 5',
    ),
  ];
}

/** Two guests that somebody else plugged into a bridge, one of which pings the other. */
const twoGuests = (bridge: string, plugged = ':'): string => `for n in 1 2; do
  ip netns add g$n; ip link add tap$n type veth peer name eth0 netns g$n; ip link set tap$n master ${bridge} up
  ${plugged}
  ip -n g$n link set eth0 up; ip -n g$n address add 10.9.9.$n/24 dev eth0
done
ip netns exec g1 ping -c 3 -i 0.2 -W 5 10.9.9.2 >/dev/null
ip netns exec g1 ping -n -i 0.01 10.9.9.2 >/tmp/pings 2>&1 & echo $! >/tmp/pings.pid`;
const NUMBERS = `kill $(cat /tmp/pings.pid); sed -n 's/.*icmp_seq=\\([0-9]*\\).*/\\1/p' /tmp/pings; ip netns del g1; ip netns del g2`;

/** Work while the guests of another VLAN talk: how long it took, and what they lost. */
async function besideGuests(
  host: LabHost,
  plug: string,
  work: () => Promise<unknown>,
): Promise<{ seconds: number; row: Row }> {
  await host.sh(plug);
  const { seconds } = await timed(work);
  const numbers = (await host.sh(NUMBERS)).trim().split('\n').map(Number);
  return {
    seconds,
    row: {
      what: `packets lost in another VLAN meanwhile, of ${numbers.length}`,
      ours: Math.max(...numbers) - numbers.length,
      aim: '0',
      unit: 'count',
    },
  };
}

/** Cold apply, one change and removal against a batch by hand through one exec. */
export async function pairsAgainstBatch(host: LabHost, count: number): Promise<Row[]> {
  const run = (resources: readonly Resource[]) =>
    apply({ registry: kinds, target: target(host), intent: intentOf(host, resources) });
  await run([]);
  const peerUp = await timed(() => bare(host.ssh, batch(byHand(count))));
  const peerDown = await timed(() => bare(host.ssh, batch(awayByHand(count))));
  const before = await forks(host);
  const cold = await timed(() => run(pairs(count)));
  const started = (await forks(host)) - before;
  const checks = await noOp(host, count);
  const peerOne = await timed(() => bare(host.ssh, batch('link set dev br1000 type bridge priority 4096\n')));
  await bare(host.ssh, batch('link set dev br1000 type bridge priority 32768\n'));
  const [vlan, bridge, ...rest] = pairs(count);
  const changed = [vlan!, { ...bridge!, props: { ...bridge!.props, priority: 4096 } }, ...rest];
  const one = await timed(() => run(changed));
  await run(pairs(count));
  const extra = 1000 + count;
  const peerMore = await timed(() => bare(host.ssh, batch(byHand(1).replaceAll('1000', String(extra)))));
  await bare(host.ssh, batch(awayByHand(1).replaceAll('1000', String(extra))));
  const more = await besideGuests(host, twoGuests('br1000'), () => run(pairs(count + 1)));
  const away = await timed(() => run([]));
  return [
    against(
      `cold apply of ${count} pairs`,
      cold.seconds,
      peerUp.seconds,
      'at most 1.5x',
      'peer: ip -batch by hand; udev stands still for both',
    ),
    {
      what: `cold apply of ${count} pairs: processes on the host`,
      ours: started,
      aim: 'a handful',
      unit: 'count',
      note: 'systemd, and the sleeps of who waits, included',
    },
    ...checks,
    against(
      `one change at ${count} pairs`,
      one.seconds,
      peerOne.seconds,
      '-',
      'ours reads and verifies all links',
    ),
    against(
      `one more pair at ${count}`,
      more.seconds,
      peerMore.seconds,
      '-',
      'peer: ip -batch of one pair; ours reads and verifies all links',
    ),
    more.row,
    against(
      `removal of ${count} pairs`,
      away.seconds,
      peerDown.seconds,
      'under 1x',
      'peer: ip -batch, a delete a link',
    ),
  ];
}

const VLANS = 1000;

/** One VLAN-aware bridge on bond0, whose trunk carries VLANs from 1000 on. */
const aware = (last: number): Resource[] => [
  { kind: 'bridge', props: { name: 'br0', ports: ['bond0'], vlanFiltering: true, vlanDefaultPvid: 0 } },
  { kind: 'bridge-port', props: { link: 'bond0', bridge: 'br0', tagged: `1000-${last}` } },
];
const bridgeBatch = (lines: string): string => `bridge -batch - <<'END'\n${lines}END`;

const IN_VLAN_1000 = 'bridge vlan add dev tap$n vid 1000 pvid untagged';

/** A thousand VLANs as one range, and one more, while traffic in another VLAN is counted. */
export async function vlansOnOneBridge(host: LabHost): Promise<Row[]> {
  const last = 1000 + VLANS - 1;
  const run = (resources: readonly Resource[]) =>
    apply({ registry: kinds, target: target(host), intent: intentOf(host, resources) });
  await run([]);
  const peerUp = await timed(() =>
    bare(
      host.ssh,
      `${batch('link add name br0 up type bridge vlan_filtering 1 vlan_default_pvid 0\nlink set dev bond0 master br0\n')}
${bridgeBatch(`vlan add dev bond0 vid 1000-${last}\n`)}`,
    ),
  );
  await bare(host.ssh, batch('link del dev br0\n'));
  const cold = await timed(() => run(aware(last)));
  const peerOne = await timed(() => bare(host.ssh, bridgeBatch('vlan add dev bond0 vid 3000\n')));
  await bare(host.ssh, bridgeBatch('vlan del dev bond0 vid 3000\n'));
  const one = await besideGuests(host, twoGuests('br0', IN_VLAN_1000), () => run(aware(last + 1)));
  await run([]);
  return [
    against(
      `cold apply of ${VLANS} VLANs on one bridge, as a range`,
      cold.seconds,
      peerUp.seconds,
      '-',
      'peer: ip -batch and bridge -batch by hand; ours reads, arms, verifies and confirms',
    ),
    against(
      `one more VLAN at ${VLANS} on one bridge`,
      one.seconds,
      peerOne.seconds,
      '-',
      'peer: bridge -batch of one line',
    ),
    one.row,
  ];
}
