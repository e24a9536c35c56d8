import type { Facts } from './facts';
import { type HostLink, linksByName, linksProbe } from './links.probe';

const indexes = new WeakMap<readonly HostLink[], ReadonlyMap<string, HostLink>>();

/** Every link by name, indexed once a state: a plan asks for thousands. */
export function linkIndex(facts: Facts): ReadonlyMap<string, HostLink> {
  const links = facts.read(linksProbe);
  const known = indexes.get(links) ?? linksByName(links);
  indexes.set(links, known);
  return known;
}

export const linkNamed = (facts: Facts, name: string): HostLink | undefined => linkIndex(facts).get(name);

const ports = new WeakMap<readonly HostLink[], ReadonlyMap<string, readonly string[]>>();

/** The ports of a controller, in the kernel's order. */
export function portsOf(facts: Facts, controller: string): readonly string[] {
  const links = facts.read(linksProbe);
  let known = ports.get(links);
  if (!known) {
    const made = new Map<string, string[]>();
    for (const link of links)
      if (link.master !== undefined) {
        const list = made.get(link.master);
        if (list) list.push(link.ifname);
        else made.set(link.master, [link.ifname]);
      }
    known = made;
    ports.set(links, made);
  }
  return known.get(controller) ?? [];
}
