import { kinds } from '../../constructs/kinds';
import type { LabHost } from '../../lab';
import { until } from '../../lab/run';
import { type Verdict, verdictOf } from '../../lib/apply/follow';
import { beginProgram } from '../../lib/apply/host/programs';
import { inspect } from '../../lib/apply/inspect';
import type { Prepared } from '../../lib/apply/prepare';
import { type Draft, draft } from '../../lib/apply/transaction';
import { TransportError } from '../../lib/errors';
import type { Intent } from '../../lib/intent/intent';
import { goalOf } from '../../lib/plan/plan';
import type { Passage } from '../../lib/script/line';
import { renderScript } from '../../lib/script/render';
import { passages } from '../../lib/script/scripts';
import { type Connection, connect } from '../../lib/ssh';
import { target } from './support';

interface SeenLink {
  readonly ifname: string;
  readonly [word: string]: unknown;
  readonly flags: readonly string[];
  readonly linkinfo?: { readonly info_kind?: string; readonly info_data?: Readonly<Record<string, unknown>> };
  readonly addr_info: readonly {
    readonly local: string;
    readonly prefixlen: number;
    readonly scope: string;
  }[];
}

/** What a link was told, and not what it does: an active port, a partner and a carrier come and go. */
const TOLD = [
  ...['mode', 'miimon', 'updelay', 'downdelay', 'ad_lacp_rate', 'xmit_hash_policy', 'min_links', 'primary'],
  ...['id', 'protocol', 'stp_state', 'priority', 'forward_delay', 'hello_time', 'max_age', 'ageing_time'],
];

function linkLine(link: SeenLink): string {
  const { info_kind, info_data = {} } = link.linkinfo ?? {};
  const told = TOLD.filter(word => info_data[word] !== undefined).map(word => `${word}=${info_data[word]}`);
  const addresses = link.addr_info
    .filter(({ scope }) => scope === 'global')
    .map(({ local, prefixlen }) => `${local}/${prefixlen}`)
    .sort();
  const words = [
    info_kind,
    link.flags.includes('UP') ? 'up' : 'down',
    `mtu=${link.mtu}`,
    `mac=${link.address}`,
  ];
  const places = [link.link && `on=${link.link}`, link.master && `master=${link.master}`];
  return [link.ifname, ...[...words, ...places].filter(Boolean), ...told, ...addresses].join(' ');
}

const OVS = `ovs-vsctl --timeout=20 -f csv --no-headings --columns=name,datapath_type,fail_mode,stp_enable,mcast_snooping_enable,external_ids list Bridge
ovs-vsctl --timeout=20 -f csv --no-headings --columns=name,tag,trunks,vlan_mode list Port
for b in $(ovs-vsctl --timeout=20 list-br); do ovs-vsctl --timeout=20 list-ports $b | sed "s/^/$b: /"; done`;
const RULES = `ip rule; ip -6 rule | sed 's/^/IPv6 /'`;
const FILES = `grep -sH '' /etc/resolv.conf /etc/sysctl.d/*trunkline* || :
for k in ipv4/ip_forward ipv4/conf/all/rp_filter ipv4/tcp_keepalive_time; do echo "$k $(cat /proc/sys/net/$k)"; done`;

/** Links, addresses, routes, OVSDB and settings, ours and others', a line each: what a fault must leave as it was. */
export async function snapshot(host: LabHost): Promise<string> {
  const text =
    await host.sh(`ip -j -d address show; echo; ip -j route show table all; echo; ip -j -6 route show table all
${OVS}
${RULES}
${FILES}`);
  const [links = '[]', four = '[]', six = '[]', ...rest] = text.split(/\n+(?=\[)|(?<=\])\n+/);
  const routes = ([four, six].flatMap(one => JSON.parse(one || '[]')) as Record<string, unknown>[])
    .filter(route => route.protocol !== 'kernel')
    .map(
      ({ dst, gateway, dev, metric, table, prefsrc }) =>
        `route ${JSON.stringify({ dst, gateway, dev, metric, table, prefsrc })}`,
    );
  const lines = (JSON.parse(links) as SeenLink[]).map(linkLine);
  return [...lines.sort(), ...routes.sort(), ...rest.join('\n').split('\n').filter(Boolean).sort()].join(
    '\n',
  );
}

/** Links that are none of ours: a bridge with a tap, a VLAN with an address and a route, a guest's tap in our bridge. */
export const FOREIGN = /^(br-foreign|tap-\w+|vnet-\w+|enp5s0\.77|enp5s0|eno1) |10\.7[78]\./;

export const makeForeign = (host: LabHost): Promise<string> =>
  host.sh(`ip -batch - <<'IP'
link add br-foreign up type bridge
tuntap add dev tap-foreign mode tap
link set tap-foreign master br-foreign up
link set enp5s0 up
link add link enp5s0 name enp5s0.77 up type vlan id 77
address add 10.77.0.1/24 dev enp5s0.77
route add 10.78.0.0/16 via 10.77.0.254 dev enp5s0.77
IP`);

/** A guest's tap in a bridge of ours. */
export const makeTap = (host: LabHost, bridge: string, tap = `vnet-${bridge}`): Promise<string> =>
  host.sh(`ip tuntap add dev ${tap} mode tap && ip link set ${tap} master ${bridge} up`);

export const foreignPart = (seen: string): string =>
  seen
    .split('\n')
    .filter(line => FOREIGN.test(line))
    .join('\n');

/** What a finished transaction must not leave: folders, temporary files, timers, processes, a lock that is held. */
export const leftovers = (host: LabHost): Promise<string> =>
  host.sh(`home=/var/lib/trunkline
[ ! -d $home ] || find $home -path '*/transactions/*' -o -name '*.new' -o -path "$home/agent.*"
find /etc/sysctl.d /etc/systemd/system /run/trunkline -name '*.trunkline' -o -name '*.new' 2>/dev/null
[ -e $home/current ] || find $home /etc/systemd/system -name '*trunkline*' 2>/dev/null
systemctl list-units --all --no-legend 'trunkline-*'
pgrep -fa 'sh [/]var/lib/trunkline/(agent|transactions)' || :
[ ! -e /run/trunkline/lock ] || flock -n /run/trunkline/lock true || echo the lock is held`);

/** Asks until nothing is left: the last process of a transaction goes a moment after its last word. */
export const nothingLeft = (host: LabHost): Promise<true> =>
  until(
    `${host.name} without leftovers`,
    async () => {
      const left = await leftovers(host);
      if (left === '') return true;
      lastLeft = left;
      return undefined;
    },
    { timeoutMs: 30_000, everyMs: 300 },
  ).catch(error => {
    throw new Error(`${error.message}:\n${lastLeft}`);
  });
let lastLeft = '';

/**
 * What holds after any fault: a new connection succeeds, the host is exactly in the state told, the record says so
 * and the next run has nothing to do, nobody holds the lock, and nothing is left behind.
 */
export async function expectSound(host: LabHost, state: string, confirmed: Intent): Promise<void> {
  await nothingLeft(host);
  expect(await snapshot(host)).toBe(state);
  const { settled, plan, state: read } = await inspect(kinds, target(host), confirmed);
  expect(plan.changes).toEqual([]);
  expect(settled).toBe(true);
  expect(read.pending).toBeUndefined();
}

/** A transaction that is made as apply makes it, with a token of its own. */
export const drafted = (prepared: Prepared, holder = 'a test'): Draft =>
  draft(
    kinds,
    prepared,
    [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join(''),
    holder,
  );

/** The steps of a plan, in passages. */
export const passagesOf = (prepared: Prepared): Passage[] =>
  passages(kinds, prepared.plan.changes, goalOf(prepared.plan));

/** A deploy script that ends after its first `count` steps, by `ending`. */
export function cutAfter(all: readonly Passage[], count: number, ending: string): string {
  let left = count;
  const some = all.map(({ title, steps }) => {
    const kept = steps.slice(0, left);
    left -= kept.length;
    return { title, steps: kept };
  });
  return `${renderScript(some, 'deploy').text}\n${ending}\n`;
}

/** Far more than a transaction may take: by then something hangs, and {@link withConnection} tells what. */
const HUNG_SEC = 300;

/** Runs a transaction on the host to its verdict, with another deploy script if one is given. */
export async function begin(
  connection: Connection,
  { transaction }: Draft,
  deploy = transaction.deploy,
): Promise<Verdict> {
  const reply = await connection.exec(beginProgram({ ...transaction, deploy }), { timeoutSec: HUNG_SEC });
  return verdictOf(reply.stdout);
}

const AT_WORK = `ps -eo pid,ppid,pgid,stat,etimes,wchan:20,args | grep -v ' \\[' | tail -n 40
cd /var/lib/trunkline/transactions 2>/dev/null && for f in */state */journal */log; do echo "== $f"; tail -n 20 "$f"; done
journalctl -b -n 30 --no-pager
dmesg | tail -n 10`;

/** Work over one connection by the out-of-band NIC. One that got no answer tells what the host was doing. */
export async function withConnection<T>(
  host: LabHost,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connect(target(host));
  try {
    return await work(connection);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const doing = await host
      .console(AT_WORK)
      .catch(cause => `its console is silent as well: ${cause.message}`);
    throw new Error(`${error.message}\nMeanwhile on ${host.name}:\n${doing}`, { cause: error });
  } finally {
    connection.close();
  }
}
