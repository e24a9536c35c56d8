import type { Kind, Observed, PropertyChange } from '../../lib/kind';
import { ip, linkMissing, notPortOf, portOf, type Step } from '../../lib/script/step';
import { linkNamed, portsOf } from '../../lib/state/link-named';
import { linksProbe } from '../../lib/state/links.probe';
import { type BondProps, delays, known, schema } from './bond.schema';

/** A property as ip-link(8) and `ip -j -d` have it. */
interface Option {
  readonly name: keyof BondProps;
  readonly word: string;
  /** Its word in `ip -j -d`, where that is another. */
  readonly told?: string;
  read?(told: unknown): unknown;
  write?(value: unknown): string;
}

const digit = { read: (told: unknown) => told === 1, write: (value: unknown) => (value ? '1' : '0') };
const onOff = { read: (told: unknown) => told === 'on', write: (value: unknown) => (value ? 'on' : 'off') };
/** A list without an address in it clears the kernel's (iplink_bond.c, bond_changelink). */
const list = {
  read: (told: unknown) => [...((told ?? []) as string[])].sort(),
  write: (value: unknown) => (value as string[]).join(',') || ',',
};
const NO_MAC = '00:00:00:00:00:00';
/** All zeros have the kernel use the bond's own address. */
const orOwn = {
  read: (told: unknown) => (told === undefined || told === NO_MAC ? null : told),
  write: (value: unknown) => (value as string | null) ?? NO_MAC,
};
const otherwise = (value: unknown) => ({ read: (told: unknown) => told ?? value });

const options: readonly Option[] = [
  { name: 'mode', word: 'mode' },
  { name: 'miimonMs', word: 'miimon' },
  { name: 'updelayMs', word: 'updelay' },
  { name: 'downdelayMs', word: 'downdelay' },
  { name: 'peerNotifDelayMs', word: 'peer_notify_delay' },
  { name: 'useCarrier', word: 'use_carrier', ...digit },
  { name: 'arpIntervalMs', word: 'arp_interval' },
  { name: 'arpIpTargets', word: 'arp_ip_target', ...list },
  { name: 'nsIp6Targets', word: 'ns_ip6_target', ...list },
  // Printed as null where there is none.
  { name: 'arpValidate', word: 'arp_validate', ...otherwise('none') },
  { name: 'arpAllTargets', word: 'arp_all_targets' },
  { name: 'arpMissedMax', word: 'arp_missed_max' },
  { name: 'lacpRate', word: 'lacp_rate', told: 'ad_lacp_rate' },
  { name: 'lacpActive', word: 'lacp_active', told: 'ad_lacp_active', ...onOff },
  { name: 'adSelect', word: 'ad_select' },
  // Printed in 802.3ad only (bond_fill_info).
  { name: 'adActorSysPrio', word: 'ad_actor_sys_prio', ...otherwise(65535) },
  { name: 'adActorSystem', word: 'ad_actor_system', ...orOwn },
  { name: 'adUserPortKey', word: 'ad_user_port_key', ...otherwise(0) },
  { name: 'minLinks', word: 'min_links' },
  { name: 'xmitHashPolicy', word: 'xmit_hash_policy' },
  { name: 'primary', word: 'primary', ...otherwise(null) },
  { name: 'primaryReselect', word: 'primary_reselect' },
  { name: 'failOverMac', word: 'fail_over_mac' },
  { name: 'numGratArp', word: 'num_grat_arp', told: 'num_peer_notif' },
  { name: 'resendIgmp', word: 'resend_igmp' },
  { name: 'allSlavesActive', word: 'all_slaves_active', ...digit },
  { name: 'packetsPerSlave', word: 'packets_per_slave' },
  { name: 'lpIntervalSec', word: 'lp_interval' },
  { name: 'tlbDynamicLb', word: 'tlb_dynamic_lb', ...digit },
];

const textOf = ({ write = String }: Option, value: unknown): string => write(value);

/** BOND_VALFLAG_DEFAULT of bond_opts, and bond_check_params. */
const defaults: Observed<BondProps> = {
  miimonMs: 0,
  updelayMs: 0,
  downdelayMs: 0,
  peerNotifDelayMs: 0,
  useCarrier: true,
  arpIntervalMs: 0,
  arpIpTargets: [],
  nsIp6Targets: [],
  arpValidate: 'none',
  arpAllTargets: 'any',
  arpMissedMax: 2,
  lacpRate: 'slow',
  lacpActive: true,
  adSelect: 'stable',
  adActorSysPrio: 65535,
  adActorSystem: null,
  adUserPortKey: 0,
  minLinks: 0,
  xmitHashPolicy: 'layer2',
  primary: null,
  primaryReselect: 'always',
  failOverMac: 'none',
  numGratArp: 1,
  resendIgmp: 1,
  allSlavesActive: false,
  packetsPerSlave: 1,
  lpIntervalSec: 1,
  tlbDynamicLb: true,
  mtu: 1500,
};

/** BOND_OPTFLAG_IFDOWN: the kernel takes these while the bond is down only. */
const whileDown: ReadonlySet<string> = new Set([
  ...['mode', 'lacpRate', 'lacpActive', 'adSelect', 'adUserPortKey', 'tlbDynamicLb'],
]);
/** BOND_OPTFLAG_NOSLAVES: while it has no port only. */
const whileEmpty: ReadonlySet<string> = new Set(['mode', 'failOverMac']);
/** What a new mode resets (bond_option_mode_set), or what nothing shows until then. */
const resetByMode: ReadonlySet<string> = new Set([
  ...['arpValidate', 'tlbDynamicLb', 'adActorSysPrio', 'adActorSystem', 'adUserPortKey'],
]);

/** The kernel takes none of them without an interval, and a new interval changes them all. */
const isDelay = (name: string): boolean => (delays as readonly string[]).includes(name);

const attach = (bond: string, port: string): Step[] => [
  // bonding refuses a link that is up ("Device can not be enslaved while up") and opens it itself.
  ip(['link', 'set', 'dev', port, 'down'], [notPortOf(port, bond)]),
  ip(['link', 'set', 'dev', port, 'master', bond]),
  ip(['link', 'set', 'dev', port, 'up']),
];

/** ip-link(8) has no word for "no primary port"; sysfs takes an empty line for it. */
const set = (bond: string, option: Option, value: unknown): Step =>
  option.name === 'primary' && value === null
    ? { tool: 'write', path: `/sys/class/net/${bond}/bonding/primary`, value: '' }
    : ip(['link', 'set', 'dev', bond, 'type', 'bond', option.word, textOf(option, value)]);

/**
 * A bond that is made without an address takes its first port's, unless udev is quicker and gives it one of its own
 * making (systemd.link(5), MACAddressPolicy=persistent): which of the two it is would be chance, at every boot again.
 * udev leaves alone what was given at birth (addr_assign_type 3, Documentation/ABI/testing/sysfs-class-net).
 */
function add({ name, mtu, mac, ports }: BondProps, options: readonly string[]): Step {
  const when = [linkMissing(name)];
  const first = ports[0];
  const start = ['link', 'add', 'name', name, ...(mtu ? ['mtu', String(mtu)] : [])];
  const end = ['type', 'bond', ...options];
  if (mac || !first) return ip([...start, ...(mac ? ['address', mac] : []), ...end], when);
  return { tool: 'run', args: ['ip', ...start, 'address', { addressOf: first }, ...end], when };
}

/** What `ip link add` is told: all that is set and that the mode knows. */
const creationWords = (props: BondProps): string[] =>
  options
    // `primary` can be named only once that link is a port.
    .filter(({ name }) => name !== 'primary' && known(name, props.mode))
    .filter(({ name }) => !isDelay(name) || props.miimonMs)
    .flatMap(option => {
      const value = props[option.name] ?? undefined;
      const nothing = value === undefined || (Array.isArray(value) && value.length === 0);
      return nothing ? [] : [option.word, textOf(option, value)];
    });

function create(props: BondProps): Step[] {
  return [
    add(props, creationWords(props)),
    ...props.ports.flatMap(port => attach(props.name, port)),
    ...(props.primary
      ? [ip(['link', 'set', 'dev', props.name, 'type', 'bond', 'primary', props.primary])]
      : []),
    ip(['link', 'set', 'dev', props.name, props.up ? 'up' : 'down']),
  ];
}

const release = (bond: string, ports: readonly string[]): Step[] =>
  ports.map(port => ip(['link', 'set', 'dev', port, 'nomaster'], [portOf(port, bond)]));

/**
 * Waits, 10 s at most, until one of the ports carries traffic: it has carrier and, in 802.3ad, a partner that is
 * synchronised, collecting and distributing (IEEE 802.1AX, Actor_State). A NIC needs seconds to find its speed.
 */
const READY = `n=0
while [ $n -lt 50 ]; do
  for port; do
    at=/sys/class/net/$port/bonding_slave
    state=$(cat $at/ad_partner_oper_port_state 2>/dev/null)
    case $state in *[!0-9]*|'') state=56;; esac
    [ "$(cat $at/mii_status 2>/dev/null)" = up ] && [ $((state & 56)) -eq 56 ] && exit 0
  done
  sleep 0.2
  n=$((n + 1))
done`;
const awaitOne = (ports: readonly string[]): Step => ({
  tool: 'run',
  args: ['sh', '-c', READY, 'sh', ...ports],
});

function update(props: BondProps, changes: readonly PropertyChange[]): Step[] {
  const { name, ports, up } = props;
  const scalars = changes.filter(change => 'to' in change && change.to !== undefined);
  const members = changes.filter(change => 'drop' in change);
  const added = members.flatMap(change => change.add);
  const leaving = members.flatMap(change => change.drop);
  const changed = new Set(scalars.map(change => change.name));
  const newMode = changed.has('mode');
  const emptied = [...changed].some(property => whileEmpty.has(property))
    ? ports.filter(port => !added.includes(port))
    : [];
  const down = [...changed].some(property => whileDown.has(property));
  // Those that join carry the traffic before others leave, unless all of it stops anyway.
  const first = !down && emptied.length === 0 && added.length > 0;
  const isSet = (property: keyof BondProps): boolean => {
    if (isDelay(property))
      return Boolean(props.miimonMs) && (changed.has(property) || changed.has('miimonMs'));
    const reset = newMode && resetByMode.has(property) && known(property, props.mode);
    return changed.has(property) || (reset && (props[property] ?? null) !== defaults[property]);
  };
  const setAll = (wanted: (name: keyof BondProps) => boolean) =>
    options
      .filter(option => isSet(option.name) && props[option.name] !== undefined && wanted(option.name))
      .map(option => set(name, option, props[option.name]));
  const early = (property: string) => whileDown.has(property) || whileEmpty.has(property);
  const generic = scalars.flatMap(change => {
    if (!('to' in change)) return [];
    if (change.name === 'mtu') return [ip(['link', 'set', 'dev', name, 'mtu', change.to as number])];
    if (change.name === 'mac') return [ip(['link', 'set', 'dev', name, 'address', change.to as string])];
    return change.name === 'up' ? [ip(['link', 'set', 'dev', name, change.to ? 'up' : 'down'])] : [];
  });
  return [
    ...(first ? [] : release(name, leaving)),
    ...release(name, emptied),
    ...(down ? [ip(['link', 'set', 'dev', name, 'down'])] : []),
    // What the new mode does not know is set back while the bond is in the old one.
    ...setAll(property => !known(property, props.mode)),
    ...setAll(property => known(property, props.mode) && early(property)),
    ...[...emptied, ...added].flatMap(port => attach(name, port)),
    // A bond that was emptied takes the address of the port that comes first (bond_enslave): it keeps the one it had.
    ...(emptied.length > 0 && leaving.length === 0 && props.mac && !changed.has('mac')
      ? [ip(['link', 'set', 'dev', name, 'address', props.mac])]
      : []),
    ...setAll(property => known(property, props.mode) && !early(property)),
    ...(down ? [ip(['link', 'set', 'dev', name, up ? 'up' : 'down'])] : []),
    ...(first && leaving.length > 0 ? [awaitOne(added), ...release(name, leaving)] : []),
    // Those that leave need not be able to have the new MTU.
    ...generic,
  ];
}

/** Several NICs as one link (kernel: Documentation/networking/bonding.rst). */
export const bondKind: Kind<BondProps> = {
  name: 'bond',
  summary: 'Several NICs as one link, for more bandwidth or for staying up when one fails.',
  schema,
  key: props => props.name,
  describe: props => `${props.name} (${props.mode} over ${props.ports.join(', ') || 'no ports'})`,
  link: props => ({ name: props.name, ...(props.mtu && { mtu: props.mtu }) }),
  column: 'bond',
  ports: props => props.ports,
  traits: ({ mac }) => ({ mac }),
  sets: ['ports'],
  closesPorts: true,
  joinsFirst: true,
  // bond_enslave and bond_change_mtu.
  governs: ['mtu'],
  defaults,
  downs: changes => changes.some(change => whileDown.has(change.name)),
  needs: () => [
    { module: 'bonding', packages: { debian: 'linux-image-amd64', rhel: 'kernel-modules-core' } },
  ],
  probes: [linksProbe],

  observe({ name }, facts) {
    const link = linkNamed(facts, name);
    if (link?.linkinfo?.info_kind !== 'bond') return undefined;
    const data = link.linkinfo.info_data ?? {};
    const seen = options.map(({ name, word, told = word, read = value => value }) => [
      name,
      read(data[told]),
    ]);
    return {
      name,
      ports: [...portsOf(facts, name)],
      ...Object.fromEntries(seen.filter(([, value]) => value !== undefined)),
      mac: link.address,
      mtu: link.mtu,
      up: link.flags.includes('UP'),
    } as Observed<BondProps>;
  },

  create,
  update,
  remove: ({ name }) => [{ tool: 'delete-link', link: name }],
};
