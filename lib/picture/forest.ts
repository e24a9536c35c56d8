import { gather } from './gather';
import { natural } from './natural';
import { columns, type HostPicture, type PictureEdge, type PictureLink } from './picture';

/** A link, the ports that have no other purpose than to feed it, and what lies beyond it towards the guests. */
export interface Branch {
  readonly link: PictureLink;
  readonly feeders: readonly PictureLink[];
  readonly branches: readonly Branch[];
  /** It is told elsewhere, with its branches: another port of it came first. */
  readonly again?: true;
}

/** The kernel stacks 8 deep; only a host that lies goes beyond this. What lies deeper starts anew at the left. */
const MAX_DEPTH = 16;

/** The ends of an edge on the way from the wire to the guest: a guest's port lies beyond its bridge. */
export function flowOf(
  edge: PictureEdge,
  isGuest: (name: string) => boolean,
): { readonly from: string; readonly to: string } {
  const turned = edge.relation === 'port of' && isGuest(edge.lower);
  return turned ? { from: edge.upper, to: edge.lower } : { from: edge.lower, to: edge.upper };
}

/** The order in which people follow a path: from the wire to the guest, each link once. */
export function forest({ links, edges }: HostPicture): Branch[] {
  const byName = new Map(links.map(link => [link.name, link]));
  const isGuest = (name: string) => byName.get(name)?.column === 'guest';
  const flows = edges.map(edge => flowOf(edge, isGuest));
  const into = gather(flows, flow => flow.to);
  const outOf = gather(flows, flow => flow.from);
  const linkAt = (name: string): PictureLink => byName.get(name)!;
  const seen = new Set<string>();

  const feedersOf = (link: PictureLink): PictureLink[] => {
    const ports = (into.get(link.name) ?? [])
      .filter(({ from }) => !into.has(from) && outOf.get(from)?.length === 1)
      .map(({ from }) => linkAt(from));
    return link.column === 'bond' || ports.length > 1 ? ports : [];
  };
  const feeding = new Set(links.flatMap(feedersOf).map(link => link.name));

  const grow = (link: PictureLink, depth: number): Branch => {
    if (seen.has(link.name)) return { link, feeders: [], branches: [], again: true };
    seen.add(link.name);
    const feeders = feedersOf(link);
    for (const feeder of feeders) seen.add(feeder.name);
    const beyond = depth < MAX_DEPTH ? (outOf.get(link.name) ?? []) : [];
    return { link, feeders, branches: beyond.map(({ to }) => grow(linkAt(to), depth + 1)) };
  };

  const first = (link: PictureLink): PictureLink => feedersOf(link)[0] ?? link;
  const idle = ({ name, addresses }: PictureLink): number =>
    into.has(name) || outOf.has(name) || addresses.length > 0 ? 0 : 1;
  const roots = links
    .filter(link => !feeding.has(link.name))
    .filter(link => (into.get(link.name) ?? []).every(({ from }) => feeding.has(from)))
    .map(link => ({ link, at: first(link) }))
    .sort(
      (a, b) =>
        columns.indexOf(a.at.column) - columns.indexOf(b.at.column) ||
        idle(a.link) - idle(b.link) ||
        natural(a.at.name, b.at.name),
    );
  const trees = roots.map(root => grow(root.link, 0));
  // Links that stand on each other in a ring, as only a lie can have them, are in no tree yet.
  for (const link of links) if (!seen.has(link.name)) trees.push(grow(link, 0));
  return trees;
}
