import { gather } from './gather';
import type { PictureEdge, PictureLink } from './picture';

/** Links from the one that holds the address down to the wire. Guests are ports of bridges, but no way in. */
export function managementPath(
  links: readonly Pick<PictureLink, 'name' | 'column' | 'addresses'>[],
  edges: readonly Pick<PictureEdge, 'lower' | 'upper' | 'relation'>[],
  address: string | undefined,
): ReadonlySet<string> {
  const path = new Set<string>();
  const holder = links.find(link => link.addresses.some(one => one.text.split('/')[0] === address));
  if (address === undefined || !holder) return path;
  const guests = new Set(links.filter(link => link.column === 'guest').map(link => link.name));
  const byLower = gather(edges, edge => edge.lower);
  const byUpper = gather(edges, edge => edge.upper);
  const below = (name: string): string[] => {
    const lowers = (byUpper.get(name) ?? []).map(edge => edge.lower);
    if (!guests.has(name)) return lowers.filter(lower => !guests.has(lower));
    // An internal port of an Open vSwitch bridge is the host's own end: its frames come through the bridge.
    const bridges = (byLower.get(name) ?? []).filter(edge => edge.relation === 'port of');
    return [...lowers, ...bridges.map(edge => edge.upper)];
  };
  for (let layer = [holder.name]; layer.length > 0; ) {
    for (const name of layer) path.add(name);
    layer = [...new Set(layer.flatMap(below))].filter(name => !path.has(name));
  }
  return path;
}
