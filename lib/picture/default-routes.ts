import type { Registry, Resource } from '../kind';
import { contains, type Family, namespaceOf } from '../net';
import type { DraftLink } from './draft';
import { gather } from './gather';

const MAIN = 254;

/** The link by whose network a gateway is reached, for a route that names no link. */
const linkTowards = (
  links: readonly DraftLink[],
  gateway: string,
  namespace: string | undefined,
): string | undefined =>
  links.find(
    link =>
      namespaceOf(link.name) === namespace &&
      link.addresses.some(({ text }) => text.includes('/') && contains(text, gateway)),
  )?.name;

/** Links that a default route of the main table leaves by. */
export function withDefaultRoutes(
  registry: Registry,
  links: readonly DraftLink[],
  routes: readonly Resource[],
): DraftLink[] {
  const found = routes.flatMap(resource => {
    const kind = registry.of(resource);
    const { defaultRoute: route, leases } = kind.traits?.(resource.props) ?? {};
    if (route?.table !== MAIN) return [];
    const link =
      leases?.link ??
      kind.on?.(resource.props) ??
      (route.via && linkTowards(links, route.via, registry.namespaces(resource)[0]));
    return link ? [{ link, family: route.family }] : [];
  });
  const byLink = gather(found, one => one.link);
  const families = (name: string): Family[] =>
    [...new Set((byLink.get(name) ?? []).map(one => one.family))].sort();
  return links.map(link => ({ ...link, defaultRoutes: families(link.name) }));
}
