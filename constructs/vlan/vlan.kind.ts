import { z } from 'zod';
import type { Kind, Observed, PropertyChange } from '../../lib/kind';
import { mtu, placedIfname, placedLinkRef, vlanId } from '../../lib/net';
import { ip, linkMissing, type Step } from '../../lib/script/step';
import { linkNamed } from '../../lib/state/link-named';
import { linksProbe } from '../../lib/state/links.probe';
import { lowerFault, reaches } from '../virtual-link/virtual-link.kind';

export const vlanProtocols = ['802.1Q', '802.1ad'] as const;
export type VlanProtocol = (typeof vlanProtocols)[number];

/**
 * Priorities by priority. A mapping to 0 is what the kernel has for no mapping, and it does not tell the one from the
 * other (vlan_fill_info, net/8021q/vlan_netlink.c): such entries are left out.
 */
const qosMap = (from: number, to: number) =>
  z
    .record(z.string(), z.number().int().min(0).max(to))
    .superRefine((map, context) => {
      for (const key of Object.keys(map))
        if (!/^(0|[1-9]\d{0,9})$/.test(key) || Number(key) > from)
          context.addIssue({ code: 'custom', path: [key], message: `a priority here is 0 to ${from}` });
    })
    .transform(map => Object.fromEntries(Object.entries(map).filter(([, value]) => value !== 0)));

const VLAN_PRIORITY = 7;
const SKB_PRIORITY = 0xffff_ffff;

const schema = z
  .strictObject({
    name: placedIfname,
    link: placedLinkRef,
    vlanId,
    protocol: z.enum(vlanProtocols).optional(),
    reorderHdr: z.boolean().optional(),
    gvrp: z.boolean().optional(),
    mvrp: z.boolean().optional(),
    looseBinding: z.boolean().optional(),
    bridgeBinding: z.boolean().optional(),
    ingressQosMap: qosMap(VLAN_PRIORITY, SKB_PRIORITY).optional(),
    egressQosMap: qosMap(SKB_PRIORITY, VLAN_PRIORITY).optional(),
    mtu: mtu.optional(),
    up: z.boolean().default(true),
  })
  .superRefine((props, context) => {
    if (!reaches(props.name, props.link))
      context.addIssue({ code: 'custom', path: ['link'], message: lowerFault(props.link) });
    // vlan_gvrp_request_join and vlan_mvrp_request_join return without a word.
    for (const field of ['gvrp', 'mvrp'] as const)
      if (props[field] && props.protocol === '802.1ad')
        context.addIssue({
          code: 'custom',
          path: [field],
          message: 'the kernel announces VLANs of protocol 802.1Q only; leave it out with 802.1ad',
        });
  });

export type VlanProps = z.infer<typeof schema>;

/** Property, word of ip-link(8), flag of `ip -j -d`. */
const flags: readonly (readonly [keyof VlanProps, string, string])[] = [
  ['reorderHdr', 'reorder_hdr', 'REORDER_HDR'],
  ['gvrp', 'gvrp', 'GVRP'],
  ['mvrp', 'mvrp', 'MVRP'],
  ['looseBinding', 'loose_binding', 'LOOSE_BINDING'],
  ['bridgeBinding', 'bridge_binding', 'BRIDGE_BINDING'],
];

/** Property, word of ip-link(8), list of `ip -j -d`. */
const maps: readonly (readonly ['ingressQosMap' | 'egressQosMap', string, string])[] = [
  ['ingressQosMap', 'ingress-qos-map', 'ingress_qos'],
  ['egressQosMap', 'egress-qos-map', 'egress_qos'],
];

type QosMap = Readonly<Record<string, number>>;

/** An entry can be overwritten only, so one that is wanted no more is mapped to 0, which is no mapping. */
function qosWords(word: string, from: QosMap, to: QosMap): string[] {
  const gone = Object.keys(from).filter(key => !(key in to));
  const changed = Object.entries(to).filter(([key, value]) => from[key] !== value);
  const entries = [...gone.map(key => `${key}:0`), ...changed.map(([key, value]) => `${key}:${value}`)];
  return entries.length > 0 ? [word, ...entries] : [];
}

const onOff = (value: unknown): string => (value ? 'on' : 'off');

const defaults = {
  protocol: '802.1Q',
  reorderHdr: true,
  gvrp: false,
  mvrp: false,
  looseBinding: false,
  bridgeBinding: false,
  ingressQosMap: {},
  egressQosMap: {},
} as const satisfies Observed<VlanProps>;

/** What differs from what the kernel has for a new one. */
const words = (props: VlanProps): string[] => [
  ...flags.flatMap(([name, word]) => {
    const value = props[name] ?? undefined;
    return value === undefined || value === (defaults as Observed<VlanProps>)[name]
      ? []
      : [word, onOff(value)];
  }),
  ...maps.flatMap(([name, word]) => qosWords(word, {}, props[name] ?? {})),
];

function update({ name }: VlanProps, changes: readonly PropertyChange[]): Step[] {
  const scalars = changes.filter(change => 'to' in change && change.to !== undefined);
  const to = new Map(scalars.map(change => [change.name, change as { from: unknown; to: unknown }]));
  const typed = [
    ...flags.flatMap(([property, word]) => (to.has(property) ? [word, onOff(to.get(property)?.to)] : [])),
    ...maps.flatMap(([property, word]) => {
      const change = to.get(property);
      return change ? qosWords(word, (change.from ?? {}) as QosMap, change.to as QosMap) : [];
    }),
  ];
  const size = to.get('mtu')?.to;
  return [
    ...(typed.length > 0 ? [ip(['link', 'set', 'dev', name, 'type', 'vlan', ...typed])] : []),
    ...(size ? [ip(['link', 'set', 'dev', name, 'mtu', String(size)])] : []),
    ...(to.has('up') ? [ip(['link', 'set', 'dev', name, to.get('up')?.to ? 'up' : 'down'])] : []),
  ];
}

/** A sub-interface that tags what it sends with one VLAN ID (IEEE 802.1Q). */
export const vlanKind: Kind<VlanProps> = {
  name: 'vlan',
  summary: 'A sub-interface of a link for one VLAN: tags what it sends, takes what is tagged so.',
  schema,
  key: props => props.name,
  describe: props => `${props.name} (id ${props.vlanId} on ${props.link})`,
  // vlan_dev_open: ENETDOWN, unless its binding is loose.
  link: ({ name, link, mtu, up, looseBinding }) => ({
    name,
    lower: link,
    ...(mtu && { mtu }),
    needsLowerUp: up && !looseBinding,
  }),
  column: 'vlan',
  namespaced: true,
  traits: ({ link, vlanId: id }) => ({ vlan: { link, id } }),
  // vlan_changelink takes flags and priority maps only (net/8021q/vlan_netlink.c).
  immutable: ['link', 'vlanId', 'protocol'],
  defaults,
  needs: () => [{ module: '8021q', packages: { debian: 'linux-image-amd64', rhel: 'kernel-modules-core' } }],
  probes: [linksProbe],

  observe({ name }, facts) {
    const link = linkNamed(facts, name);
    if (link?.linkinfo?.info_kind !== 'vlan') return undefined;
    const data = link.linkinfo.info_data ?? {};
    const set = (data.flags ?? []) as readonly string[];
    const entries = (word: string) => (data[word] ?? []) as readonly { from: number; to: number }[];
    return {
      name,
      link: link.link,
      vlanId: data.id as number,
      protocol: data.protocol as VlanProtocol,
      ...Object.fromEntries(flags.map(([property, , flag]) => [property, set.includes(flag)])),
      ...Object.fromEntries(
        maps.map(([property, , word]) => [
          property,
          Object.fromEntries(entries(word).map(({ from, to }) => [from, to])),
        ]),
      ),
      mtu: link.mtu,
      up: link.flags.includes('UP'),
    } as Observed<VlanProps>;
  },

  list: facts =>
    facts
      .read(linksProbe)
      .filter(link => link.linkinfo?.info_kind === 'vlan')
      .flatMap(({ ifname }) => vlanKind.observe({ name: ifname } as VlanProps, facts) ?? []),

  create: props => [
    ip(
      [
        ...['link', 'add', 'link', props.link, 'name', props.name],
        ...(props.mtu ? ['mtu', props.mtu] : []),
        ...(props.up ? ['up'] : []),
        ...['type', 'vlan'],
        ...(props.protocol ? ['protocol', props.protocol] : []),
        ...['id', props.vlanId, ...words(props)],
      ],
      [linkMissing(props.name)],
    ),
  ],
  update,
  remove: ({ name }) => [{ tool: 'delete-link', link: name }],
};
