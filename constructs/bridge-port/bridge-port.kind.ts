import { z } from 'zod';
import type { Kind, Observed, PropertyChange } from '../../lib/kind';
import { macAddress, namespaceOf, placedIfname, placedLinkRef, vlanId, vlansOf } from '../../lib/net';
import type { BatchStep, Step } from '../../lib/script/step';
import type { Facts } from '../../lib/state/facts';
import { linkNamed } from '../../lib/state/link-named';
import { linksProbe } from '../../lib/state/links.probe';
import {
  changeVlans,
  defaultVlans,
  type PortVlans,
  portVlans,
  refuseVlans,
  seenVlans,
  setVlans,
  whole,
} from '../bridge/port-vlans.kind';
import { vlansProbe } from '../bridge/vlans.probe';
import { fdbProbe } from './fdb.probe';

/** `52:54:00:00:00:01`, or `52:54:00:00:00:01@200` in one VLAN. */
const staticMac = z.string().transform((text, context) => {
  const [address = '', vlan] = text.split('@');
  const parsed = macAddress.safeParse(address);
  const id = vlan === undefined ? undefined : vlanId.safeParse(/^\d+$/.test(vlan) ? Number(vlan) : vlan);
  const message = parsed.error?.issues[0]?.message ?? id?.error?.issues[0]?.message;
  if (message === undefined) return [parsed.data, ...(id ? [id.data] : [])].join('@');
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const on = z.boolean().optional();

const schema = z
  .strictObject({
    link: placedLinkRef,
    bridge: placedIfname,
    ...portVlans,
    cost: z.number().int().min(1).max(65535).optional(),
    priority: z.number().int().min(0).max(63).optional(),
    guard: on,
    rootBlock: on,
    isolated: on,
    hairpin: on,
    learning: on,
    locked: on,
    flood: on,
    mcastFlood: on,
    bcastFlood: on,
    neighSuppress: on,
    fastLeave: on,
    mcastToUnicast: on,
    mcastRouter: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
    staticMacs: z
      .array(staticMac)
      .transform(macs => [...macs].sort())
      .optional(),
  })
  .transform(whole)
  .superRefine((props, context) => {
    refuseVlans(props, context);
    if (namespaceOf(props.link) !== namespaceOf(props.bridge))
      context.addIssue({
        code: 'custom',
        path: ['bridge'],
        message: `${props.bridge} is not where ${props.link} is; both are on the host, or in one network namespace`,
      });
    const macs = props.staticMacs ?? [];
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['staticMacs'], message });
    if (new Set(macs).size < macs.length) refuse('an entry is there twice');
    const bare = macs.filter(mac => !mac.includes('@'));
    const twice = bare.find(mac => macs.some(other => other.startsWith(`${mac}@`)));
    if (twice) refuse(`${twice} stands for all VLANs and for one; say it in one way`);
    if (props.tagged === undefined) return;
    // fdb_add of a VLAN that the port is not in: EINVAL (__br_fdb_add, net/bridge/br_fdb.c).
    const known = new Set([...vlansOf(props.tagged), ...vlansOf(props.untagged ?? '')]);
    const stray = macs.find(mac => mac.includes('@') && !known.has(Number(mac.split('@')[1])));
    if (stray) refuse(`${stray}: the port is not in that VLAN; add it to tagged or untagged`);
  });

export type BridgePortProps = z.infer<typeof schema>;

type Name = keyof BridgePortProps;

/** Property, word of bridge(8), word of `ip -j -d`. */
const options: readonly (readonly [Name, string, string])[] = [
  ['cost', 'cost', 'cost'],
  ['priority', 'priority', 'priority'],
  ['guard', 'guard', 'guard'],
  ['rootBlock', 'root_block', 'root_block'],
  ['isolated', 'isolated', 'isolated'],
  ['hairpin', 'hairpin', 'hairpin'],
  ['learning', 'learning', 'learning'],
  ['locked', 'locked', 'locked'],
  ['flood', 'flood', 'flood'],
  ['mcastFlood', 'mcast_flood', 'mcast_flood'],
  ['bcastFlood', 'bcast_flood', 'bcast_flood'],
  ['neighSuppress', 'neigh_suppress', 'neigh_suppress'],
  ['fastLeave', 'fastleave', 'fastleave'],
  ['mcastToUnicast', 'mcast_to_unicast', 'mcast_to_unicast'],
  ['mcastRouter', 'mcast_router', 'multicast_router'],
];

/** The kernel's own. A port's cost follows its speed (port_cost, net/bridge/br_if.c), so it has none here. */
const defaults: Observed<BridgePortProps> = {
  ...defaultVlans,
  priority: 32,
  guard: false,
  rootBlock: false,
  isolated: false,
  hairpin: false,
  learning: true,
  locked: false,
  flood: true,
  mcastFlood: true,
  bcastFlood: true,
  neighSuppress: false,
  fastLeave: false,
  mcastToUnicast: false,
  mcastRouter: 1,
  staticMacs: [],
};

const text = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);

/** One line for all options that are given. */
function setOptions(link: string, given: Readonly<Record<string, unknown>>): BatchStep[] {
  const words = options.flatMap(([name, word]) =>
    given[name] === undefined || given[name] === null ? [] : [word, text(given[name])],
  );
  return words.length === 0 ? [] : [{ tool: 'bridge', args: ['link', 'set', 'dev', link, ...words] }];
}

/** `replace` makes what was learned static, and may be said twice. */
const entry = (verb: 'replace' | 'del', link: string, staticMac: string): BatchStep => {
  const [mac = '', vlan] = staticMac.split('@');
  const kept = verb === 'replace' ? ['static'] : [];
  return {
    tool: 'bridge',
    args: ['fdb', verb, mac, 'dev', link, 'master', ...kept, ...(vlan ? ['vlan', vlan] : [])],
    ...(verb === 'del' && { lenient: true as const }),
  };
};

function changeEntries(link: string, before: readonly string[], after: readonly string[]): BatchStep[] {
  const [gone, come] = [
    before.filter(one => !after.includes(one)),
    after.filter(one => !before.includes(one)),
  ];
  return [...gone.map(mac => entry('del', link, mac)), ...come.map(mac => entry('replace', link, mac))];
}

function update({ link, ...props }: BridgePortProps, changes: readonly PropertyChange[]): Step[] {
  const values = changes.flatMap(change => ('to' in change ? [[change.name, change.to] as const] : []));
  const entries = changes.flatMap(change =>
    'to' in change && change.name === 'staticMacs'
      ? changeEntries(link, (change.from ?? []) as string[], (change.to ?? []) as string[])
      : [],
  );
  return [
    ...setOptions(link, Object.fromEntries(values)),
    ...changeVlans([link], props, changes),
    ...entries,
  ];
}

/** What differs from a port that just joined is set back; the port itself may be gone already. */
function remove(props: BridgePortProps): Step[] {
  const { link, staticMacs = [] } = props;
  const changed = Object.entries(defaults).filter(
    ([name, value]) => props[name as Name] !== undefined && props[name as Name] !== value,
  );
  const vlans = changed.map(([name, to]) => ({ name, from: props[name as Name], to }));
  const back: PortVlans = props.tagged === undefined ? {} : defaultVlans;
  return [
    ...staticMacs.map(mac => entry('del', link, mac)),
    ...setOptions(link, Object.fromEntries(changed)),
    ...changeVlans([link], back, vlans),
  ].map(step => ({ ...step, lenient: true as const }));
}

const seenEntries = (facts: Facts, link: string): string[] | undefined =>
  facts
    .read(fdbProbe)
    ?.filter(({ ifname: port }) => port === link)
    .map(({ mac, vlan }) => (vlan ? `${mac}@${vlan}` : mac))
    .sort();

/** How one port of a bridge behaves: its VLANs, and what it learns, floods and refuses. Lost when the port leaves. */
export const bridgePortKind: Kind<BridgePortProps> = {
  name: 'bridge-port',
  summary: 'How a port of a bridge behaves: its VLANs, spanning tree, isolation, learning, flooding.',
  schema,
  key: props => props.link,
  describe: ({ link, bridge }) => `${link} in ${bridge}`,
  on: props => props.link,
  namespaced: true,
  portOf: props => props.bridge,
  requires: props => [`bridge/${props.bridge}`],
  upheldBy: props => [`bridge-port:${props.bridge}`],
  traits: ({ link, tagged }) => ({ ...(tagged && { tags: { link, ids: vlansOf(tagged) } }) }),
  // They belong to the place in the bridge, and are the kernel's own in another one.
  immutable: ['bridge'],
  defaults,
  needs: () => [{ tool: 'bridge', packages: { debian: 'iproute2', rhel: 'iproute' } }],
  probes: [linksProbe, vlansProbe, fdbProbe],

  observe({ link: name }, facts) {
    const link = linkNamed(facts, name);
    const data = link?.linkinfo?.info_slave_kind === 'bridge' && link.linkinfo.info_slave_data;
    if (!data) return undefined;
    const seen = options
      .filter(([, , word]) => data[word] !== undefined)
      .map(([property, , word]) => [property, data[word]] as const);
    return {
      link: name,
      bridge: link.master,
      ...Object.fromEntries(seen),
      ...seenVlans(facts, name),
      staticMacs: seenEntries(facts, name),
    } as Observed<BridgePortProps>;
  },

  create: ({ link, bridge: _, staticMacs = [], ...props }) => [
    ...setOptions(link, props),
    ...setVlans([link], props),
    ...staticMacs.map(mac => entry('replace', link, mac)),
  ],
  update,
  remove,
};
