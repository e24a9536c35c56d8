import type { State } from '../state/state';
import type { DraftEdge, DraftLink } from './draft';

type Row = Readonly<Record<string, unknown>>;

/** What Open vSwitch knows and the kernel does not: which link is in which bridge, tags, bonds and patches. */
export interface ObservedOvs {
  readonly bridges: ReadonlySet<string>;
  /** Facts of ports by name, to be laid over what the kernel says of them. */
  readonly ports: ReadonlyMap<string, Pick<DraftLink, 'tag' | 'trunks'>>;
  readonly speeds: ReadonlyMap<string, number>;
  /** Links that are none of the kernel's: OVS' own bonds, patch ports and tunnels. */
  readonly links: readonly DraftLink[];
  readonly edges: readonly DraftEdge[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const whole = (value: unknown): number | undefined =>
  Number.isInteger(value) ? (value as number) : undefined;
// OVSDB has no null: no value is the empty set, one value stands alone, more are a list.
const list = (value: unknown): unknown[] => [value].flat().filter(one => one !== undefined);

function tables(answer: unknown): Record<'bridges' | 'ports' | 'interfaces', readonly Row[]> {
  const held = (answer ?? {}) as Record<string, unknown>;
  const rows = (name: string): Row[] =>
    list(held[name]).filter((row): row is Row => typeof row === 'object' && row !== null);
  return { bridges: rows('bridges'), ports: rows('ports'), interfaces: rows('interfaces') };
}

/** Looks rows up by a column that holds their ids. */
function byId(rows: readonly Row[]): (ids: unknown) => Row[] {
  const index = new Map(rows.map(row => [row._uuid, row]));
  return ids =>
    list(ids)
      .map(id => index.get(id))
      .filter(row => row !== undefined);
}

function factsOfPort(port: Row): Pick<DraftLink, 'tag' | 'trunks'> {
  const tag = whole(port.tag);
  const trunks = list(port.trunks).filter(one => Number.isInteger(one)) as number[];
  return {
    ...(tag !== undefined && { tag }),
    ...(trunks.length > 0 && { trunks: [...trunks].sort((a, b) => a - b) }),
  };
}

const ownLink = (name: string, facts: Partial<DraftLink>): DraftLink => ({
  name,
  column: 'guest',
  owned: false,
  kind: 'ovs-port',
  addresses: [],
  defaultRoutes: [],
  ...facts,
});

/** An interface without a link of the kernel: a patch to another bridge, or a tunnel. */
function virtualLink({ name, type, options, admin_state }: Row, facts: Partial<DraftLink>): DraftLink {
  const peer = text((options as Row | undefined)?.peer);
  return ownLink(text(name), {
    ...facts,
    kind: text(type) || 'ovs-port',
    state: admin_state === 'down' ? 'down' : 'up',
    ...(peer && { peer }),
  });
}

/** Reads the kinds' answer on OVSDB by its columns (ovs-vswitchd.conf.db(5)); without it there is no OVS. */
export function observeOvs(state: State, kernelLinks: ReadonlySet<string>): ObservedOvs {
  const { bridges, ports, interfaces } = tables(state.answers.ovs);
  const portsOf = byId(ports);
  const membersOf = byId(interfaces);
  const facts = new Map<string, Pick<DraftLink, 'tag' | 'trunks'>>();
  const links: DraftLink[] = [];
  const edges: DraftEdge[] = [];
  const join = (lower: string, upper: string) => edges.push({ lower, upper, relation: 'port of' });

  for (const bridge of bridges)
    for (const port of portsOf(bridge.ports)) {
      const name = text(port.name);
      const members = membersOf(port.interfaces);
      if (name === bridge.name) continue;
      facts.set(name, factsOfPort(port));
      join(name, text(bridge.name));
      if (members.length > 1) {
        const mode = text(port.bond_mode) || 'active-backup';
        links.push(ownLink(name, { ...factsOfPort(port), kind: 'ovs-bond', column: 'bond', mode }));
        for (const member of members) join(text(member.name), name);
      } else if (members[0] && !kernelLinks.has(name)) {
        links.push(virtualLink(members[0], factsOfPort(port)));
      }
    }

  const speeds = interfaces.flatMap(({ name, link_speed: bits }) =>
    typeof bits === 'number' && bits > 0 ? [[text(name), bits / 1e6] as const] : [],
  );
  return {
    bridges: new Set(bridges.map(bridge => text(bridge.name))),
    ports: facts,
    speeds: new Map(speeds),
    links,
    edges,
  };
}
