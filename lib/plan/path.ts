import type { Registry, Resource } from '../kind';
import { familyOf, isPlaced } from '../net';
import { hostLinks, type State } from '../state/state';
import { takenLinks } from './goal';
import { goalOf, type Plan } from './plan';

/** The way packets to an address take within the host: `bond0.100`, `bond0`, then `enp2s0` and `enp3s0`. */
export interface ManagementPath {
  readonly address: string;
  readonly links: readonly string[];
}

interface LinkGraph {
  holder(address: string): string | undefined;
  below(link: string): readonly string[];
}

function follow(graph: LinkGraph, address: string): ManagementPath | undefined {
  const top = graph.holder(address);
  return top === undefined ? undefined : { address, links: linksFrom(graph, top) };
}

/** A link and all below it. */
function linksFrom(graph: Pick<LinkGraph, 'below'>, top: string): string[] {
  const links: string[] = [];
  for (let layer: readonly string[] = [top]; layer.length > 0; ) {
    links.push(...layer.filter(name => !links.includes(name)));
    layer = layer.flatMap(name => graph.below(name)).filter(name => !links.includes(name));
  }
  return links;
}

/** The path as it is: from the address by which the controller came in down to the NICs. */
export function pathNow(state: State): ManagementPath | undefined {
  const { localAddress } = state.identity;
  return localAddress === undefined ? undefined : follow(graphNow(state), localAddress);
}

function graphNow(state: State): LinkGraph {
  const links = [...hostLinks(state).values()];
  return {
    // Nobody comes in by an address of another namespace.
    holder: address =>
      links.find(link => !isPlaced(link.ifname) && link.addr_info.some(one => one.local === address))?.ifname,
    below(name) {
      const ports = links.filter(link => link.master === name).map(link => link.ifname);
      const lower = links.find(link => link.ifname === name)?.link;
      return lower === undefined ? ports : [...ports, lower];
    },
  };
}

/** The path as it will be, to the same address or to the one at which the host says it will answer. */
export function pathAfter(
  registry: Registry,
  plan: Plan,
  state: State,
  address: string,
): ManagementPath | undefined {
  const now = graphNow(state);
  const goal = goalOf(plan);
  const removed = new Set(plan.changes.flatMap(change => (change.action === 'remove' ? [change.id] : [])));
  const byLink = new Map(
    goal.map(resource => [registry.of(resource).link?.(resource.props)?.name, resource]),
  );
  const isAt = (resource: Resource): boolean =>
    registry.namespaces(resource).length === 0 &&
    registry.of(resource).traits?.(resource.props).address?.split('/')[0] === address;
  const below = (name: string): readonly string[] => {
    const resource = byLink.get(name);
    const kind = resource && registry.of(resource);
    if (!resource || kind?.adopted) return now.below(name).filter(link => !plan.disturbed.gone.has(link));
    const lower = kind?.link?.(resource.props)?.lower;
    return [...(kind?.ports?.(resource.props) ?? []), ...(lower === undefined ? [] : [lower])];
  };
  /** A server gives an address to whoever asks where it was: the client that shares most links, on fewest others. */
  const lessee = (wanted: string, held?: string): string | undefined => {
    const path = held === undefined ? [] : linksFrom(now, held);
    const shared = (links: readonly string[]) => links.filter(one => path.includes(one)).length;
    return goal
      .flatMap(resource => registry.of(resource).traits?.(resource.props).leases ?? [])
      .filter(({ family }) => family === familyOf(wanted))
      .map(({ link }) => ({ link, links: linksFrom({ below }, link) }))
      .sort((a, b) => shared(b.links) - shared(a.links) || a.links.length - b.links.length)[0]?.link;
  };
  const holder = (wanted: string): string | undefined => {
    const asked = goal.find(isAt);
    if (asked) return registry.of(asked).on?.(asked.props);
    const held = now.holder(wanted);
    if (held === undefined || plan.disturbed.gone.has(held) || takenLinks(registry, goal).has(held))
      return lessee(wanted, held);
    const goes = plan.changes.some(
      change => removed.has(change.id) && change.before && isAt({ kind: change.kind, props: change.before }),
    );
    return goes ? lessee(wanted, held) : held;
  };
  return follow({ holder, below }, address);
}

/** `bond0.100 -> bond0 -> enp2s0, enp3s0` is hard to read flat; links in the order of the walk will do. */
export const renderPath = (path: ManagementPath): string => `${path.address} on ${path.links.join(' > ')}`;
