import { z } from 'zod';
import type { Kind, Observed, PropertyChange } from '../../lib/kind';
import { ifname, linkRef, macAddress, mtu } from '../../lib/net';
import { ip, linkMissing, notPortOf, portOf, type Step } from '../../lib/script/step';
import { linkNamed, portsOf } from '../../lib/state/link-named';
import { linksProbe } from '../../lib/state/links.probe';

/** As Documentation/networking/bonding.rst spells them. */
export const bondModes = [
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
] as const;
export const xmitHashPolicies = [
  'layer2',
  'layer3+4',
  'layer2+3',
  'encap2+3',
  'encap3+4',
  'vlan+srcmac',
] as const;

export type BondMode = (typeof bondModes)[number];
export type XmitHashPolicy = (typeof xmitHashPolicies)[number];

const ms = z.number().int().min(0).max(600_000);

const base = z.strictObject({
  name: ifname,
  mode: z.enum(bondModes),
  ports: z.array(linkRef),
  miimonMs: ms.optional(),
  updelayMs: ms.optional(),
  downdelayMs: ms.optional(),
  lacpRate: z.enum(['slow', 'fast']).optional(),
  xmitHashPolicy: z.enum(xmitHashPolicies).optional(),
  primary: linkRef.optional(),
  minLinks: z.number().int().min(0).max(64).optional(),
  mac: macAddress.optional(),
  mtu: mtu.optional(),
  up: z.boolean().default(true),
});

export type BondProps = z.infer<typeof base>;

/** Options that the kernel knows in some modes only (bonding.rst, under each option). */
const onlyIn: Partial<Record<keyof BondProps, readonly BondMode[]>> = {
  lacpRate: ['802.3ad'],
  minLinks: ['802.3ad'],
  xmitHashPolicy: ['balance-xor', '802.3ad', 'balance-tlb'],
  primary: ['active-backup', 'balance-tlb', 'balance-alb'],
};

const schema = base.superRefine((props, context) => {
  const refuse = (field: keyof BondProps, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  for (const [field, modes] of Object.entries(onlyIn) as [keyof BondProps, readonly BondMode[]][])
    if (props[field] !== undefined && !modes.includes(props.mode))
      refuse(field, `the kernel knows it in mode ${modes.join(', ')} only; leave it out in ${props.mode}`);
  if (new Set(props.ports).size < props.ports.length) refuse('ports', 'a link is named twice');
  if (props.primary !== undefined && !props.ports.includes(props.primary))
    refuse('primary', `${props.primary} is not one of the ports ${props.ports.join(', ')}`);
  for (const field of ['updelayMs', 'downdelayMs'] as const)
    if (props[field] && !props.miimonMs) refuse(field, 'counts in intervals of miimonMs; set that too');
    else if (props[field] && props[field] % props.miimonMs! !== 0)
      refuse(
        field,
        `the kernel rounds it to a multiple of miimonMs (${props.miimonMs}); give such a multiple`,
      );
});

/** Property, word of ip-link(8), word of `ip -j -d`. */
const options: readonly (readonly [keyof BondProps, string, string])[] = [
  ['mode', 'mode', 'mode'],
  ['miimonMs', 'miimon', 'miimon'],
  ['updelayMs', 'updelay', 'updelay'],
  ['downdelayMs', 'downdelay', 'downdelay'],
  ['lacpRate', 'lacp_rate', 'ad_lacp_rate'],
  ['xmitHashPolicy', 'xmit_hash_policy', 'xmit_hash_policy'],
  ['minLinks', 'min_links', 'min_links'],
  ['primary', 'primary', 'primary'],
];

/** The kernel takes these while the bond is down only; the mode, besides, while it has no port. */
const whileDown = new Set(['mode', 'lacpRate']);

/** Both count in intervals of miimon: the kernel takes neither without one, and a new interval changes both. */
const delays = new Set(['updelayMs', 'downdelayMs']);

const known = (name: keyof BondProps, mode: BondMode): boolean => onlyIn[name]?.includes(mode) ?? true;

const attach = (bond: string, port: string): Step[] => [
  // bonding refuses a link that is up ("Device can not be enslaved while up") and opens it itself.
  ip(['link', 'set', 'dev', port, 'down'], [notPortOf(port, bond)]),
  ip(['link', 'set', 'dev', port, 'master', bond]),
  ip(['link', 'set', 'dev', port, 'up']),
];

/** ip-link(8) has no word for "no primary port"; sysfs takes an empty line for it. */
const option = (bond: string, word: string, value: unknown): Step =>
  value === null
    ? { tool: 'write', path: `/sys/class/net/${bond}/bonding/${word}`, value: '' }
    : ip(['link', 'set', 'dev', bond, 'type', 'bond', word, String(value)]);

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

function create(props: BondProps): Step[] {
  // `primary` can be named only once that link is a port.
  const words = options
    .filter(([name]) => name !== 'primary' && props[name] !== undefined)
    .filter(([name]) => !delays.has(name) || props.miimonMs)
    .flatMap(([name, word]) => [word, String(props[name])]);
  return [
    add(props, words),
    ...props.ports.flatMap(port => attach(props.name, port)),
    ...(props.primary
      ? [ip(['link', 'set', 'dev', props.name, 'type', 'bond', 'primary', props.primary])]
      : []),
    ip(['link', 'set', 'dev', props.name, props.up ? 'up' : 'down']),
  ];
}

function update(props: BondProps, changes: readonly PropertyChange[]): Step[] {
  const { name, ports, up } = props;
  const scalars = changes.filter(change => 'to' in change && change.to !== undefined);
  const members = changes.filter(change => 'drop' in change);
  const added = members.flatMap(change => change.add);
  const changed = new Set(scalars.map(change => change.name));
  const isSet = (property: string) =>
    delays.has(property)
      ? Boolean(props.miimonMs) && (changed.has(property) || changed.has('miimonMs'))
      : changed.has(property);
  const set = (wanted: (name: keyof BondProps) => boolean) =>
    options
      .filter(([property]) => isSet(property) && wanted(property))
      .map(([property, word]) => option(name, word, props[property]));
  const generic = scalars.flatMap(change => {
    if (!('to' in change)) return [];
    if (change.name === 'mtu') return [ip(['link', 'set', 'dev', name, 'mtu', change.to as number])];
    if (change.name === 'mac') return [ip(['link', 'set', 'dev', name, 'address', change.to as string])];
    return change.name === 'up' ? [ip(['link', 'set', 'dev', name, change.to ? 'up' : 'down'])] : [];
  });
  const leaving = members.flatMap(change =>
    change.drop.map(port => ip(['link', 'set', 'dev', port, 'nomaster'], [portOf(port, name)])),
  );
  const inside = ports.filter(port => !added.includes(port));
  const emptied = scalars.some(change => change.name === 'mode') ? inside : [];
  const down = scalars.some(change => whileDown.has(change.name));
  return [
    ...leaving,
    ...emptied.map(port => ip(['link', 'set', 'dev', port, 'nomaster'], [portOf(port, name)])),
    ...(down ? [ip(['link', 'set', 'dev', name, 'down'])] : []),
    // What the new mode does not know is set back while the bond is in the old one.
    ...set(property => !known(property, props.mode)),
    ...set(property => known(property, props.mode) && whileDown.has(property)),
    ...[...emptied, ...added].flatMap(port => attach(name, port)),
    // A bond that was emptied takes the address of the port that comes first (bond_enslave): it keeps the one it had.
    ...(emptied.length > 0 && leaving.length === 0 && props.mac && !changed.has('mac')
      ? [ip(['link', 'set', 'dev', name, 'address', props.mac])]
      : []),
    ...set(property => known(property, props.mode) && !whileDown.has(property)),
    ...(down ? [ip(['link', 'set', 'dev', name, up ? 'up' : 'down'])] : []),
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
  // bond_enslave and bond_change_mtu.
  governs: ['mtu'],
  defaults: {
    miimonMs: 0,
    updelayMs: 0,
    downdelayMs: 0,
    lacpRate: 'slow',
    xmitHashPolicy: 'layer2',
    minLinks: 0,
    primary: null,
    mtu: 1500,
  },
  downs: changes => changes.some(change => whileDown.has(change.name)),
  needs: () => [
    { module: 'bonding', packages: { debian: 'linux-image-amd64', rhel: 'kernel-modules-core' } },
  ],
  probes: [linksProbe],

  observe({ name }, facts) {
    const link = linkNamed(facts, name);
    if (link?.linkinfo?.info_kind !== 'bond') return undefined;
    const data = link.linkinfo.info_data ?? {};
    const seen = options.map(([property, , word]) => [property, data[word]] as const);
    return {
      name,
      ports: [...portsOf(facts, name)],
      ...Object.fromEntries(seen.filter(([, value]) => value !== undefined)),
      primary: data.primary ?? null,
      mac: link.address,
      mtu: link.mtu,
      up: link.flags.includes('UP'),
    } as Observed<BondProps>;
  },

  create,
  update,
  remove: ({ name }) => [{ tool: 'delete-link', link: name }],
};
