import { namesOf, type Registry, type Resource } from '../../kind';

/** Resources that are links, by name. */
export const linkResources = (
  registry: Registry,
  resources: readonly Resource[],
): ReadonlyMap<string, Resource> =>
  new Map(
    resources.flatMap(resource => {
      const names = namesOf(registry.of(resource).link?.(resource.props));
      return names.map(name => [name, resource] as const);
    }),
  );

/** Links directly below a resource: a VLAN's lower link, a bond's or bridge's ports. */
export function linksBelow(registry: Registry, resource: Resource): readonly string[] {
  const kind = registry.of(resource);
  const lower = kind.link?.(resource.props)?.lower;
  return [...(lower === undefined ? [] : [lower]), ...(kind.ports?.(resource.props) ?? [])];
}

/** All links below a named one, itself first; what is below a link that lets nothing through is left out. */
export function allBelow(
  registry: Registry,
  links: ReadonlyMap<string, Resource>,
  name: string,
  through: (link: Resource) => boolean = () => true,
): readonly string[] {
  const seen = new Set<string>();
  const visit = (at: string): void => {
    if (seen.has(at)) return;
    seen.add(at);
    const resource = links.get(at);
    if (resource && through(resource)) for (const below of linksBelow(registry, resource)) visit(below);
  };
  visit(name);
  return [...seen];
}
