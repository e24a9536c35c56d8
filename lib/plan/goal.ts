import { namesOf, type Props, type Registry, type Resource, type ResourceId } from '../kind';
import { isPlaced } from '../net';
import type { Facts } from '../state/facts';

/** Resources by identity, in the order in which they were given. */
export const byId = (registry: Registry, resources: readonly Resource[]): Map<ResourceId, Resource> =>
  new Map(resources.map(resource => [registry.id(resource), resource]));

/** Links that these resources take as ports. */
export const takenLinks = (registry: Registry, resources: readonly Resource[]): ReadonlySet<string> =>
  new Set(resources.flatMap(resource => registry.of(resource).ports?.(resource.props) ?? []));

/** Links of the host that are ours: those that these resources are, take as ports, or give addresses. */
export const ownLinks = (registry: Registry, resources: readonly Resource[]): ReadonlySet<string> =>
  new Set(
    resources.flatMap(resource => {
      const kind = registry.of(resource);
      const on = kind.traits?.(resource.props).address === undefined ? undefined : kind.on?.(resource.props);
      return [
        ...namesOf(kind.link?.(resource.props)),
        ...(kind.ports?.(resource.props) ?? []),
        ...(on === undefined ? [] : [on]),
      ].filter(name => !isPlaced(name));
    }),
  );

/** What a host needs beside what was declared for it. */
export const derivedFrom = (
  registry: Registry,
  desired: readonly Resource[],
  before: readonly Resource[],
  takeOver: boolean,
  facts: Facts,
): readonly Resource[] => {
  const links = ownLinks(registry, desired);
  return registry.all.flatMap(kind => {
    const own = before.filter(resource => resource.kind === kind.name).map(({ props }) => props);
    const made = kind.derive?.({ resources: desired, links, takeOver, facts, before: own }) ?? [];
    return made.map(props => ({ kind: kind.name, props }));
  });
};

/** Links that another manager configures once it is told to: not ours to give back. */
export const keptLinks = (registry: Registry, resources: readonly Resource[]): ReadonlySet<string> =>
  new Set(resources.flatMap(resource => registry.of(resource).keptFrom?.(resource.props) ?? []));

/** What controllers set of their ports, by the ports' names. */
export const governedProperties = (
  registry: Registry,
  resources: readonly Resource[],
): ReadonlyMap<string, readonly string[]> =>
  new Map(
    resources.flatMap(resource => {
      const { governs, ports } = registry.of(resource);
      return governs ? (ports?.(resource.props) ?? []).map(port => [port, governs] as const) : [];
    }),
  );

/** Links without which others cannot come up. */
const neededUp = (registry: Registry, resources: readonly Resource[]): ReadonlySet<string> =>
  new Set(
    resources.flatMap(resource => {
      const link = registry.of(resource).link?.(resource.props);
      return link?.needsLowerUp && link.lower !== undefined ? [link.lower] : [];
    }),
  );

/**
 * Adds a stand-in for each port that no resource declares, so that it is followed and given back like the others, and
 * for each link that must be up for what stands on it. A link that is declared without a word on this is opened too.
 */
export function withStandIns(registry: Registry, resources: readonly Resource[]): Resource[] {
  const nameOf = (resource: Resource) => registry.of(resource).link?.(resource.props)?.name;
  const declared = new Set(
    resources.flatMap(resource => namesOf(registry.of(resource).link?.(resource.props))),
  );
  const needed = neededUp(registry, resources);
  const opened = (resource: Resource): Resource => {
    const name = nameOf(resource);
    const { stands } = registry.of(resource);
    return stands && name !== undefined && needed.has(name)
      ? { ...resource, props: { ...stands.opened, ...resource.props } }
      : resource;
  };
  const missing = [...new Set([...takenLinks(registry, resources), ...needed])].filter(
    name => !declared.has(name),
  );
  return [...missing.map(name => registry.standIn(name)), ...resources].map(opened);
}

/** What was there before us and has a place again: nobody asks for its identity or takes its link any more. */
export function givenBack(
  registry: Registry,
  desired: readonly Resource[],
  originals: readonly Resource[],
): readonly Resource[] {
  const wanted = byId(registry, desired);
  const taken = takenLinks(registry, desired);
  return originals.filter(resource => {
    const kind = registry.of(resource);
    if (kind.portOf) return false;
    const on = kind.on?.(resource.props);
    return !wanted.has(registry.id(resource)) && !(on !== undefined && taken.has(on));
  });
}

/**
 * A property that was confirmed and is set no more goes back to what it was before us, or else to the kernel's
 * default. What a person never set stays out of it, and so does what a controller sets of its ports.
 */
export function withReleased(
  registry: Registry,
  resource: Resource,
  confirmed: Resource | undefined,
  original: Resource | undefined,
  governed: ReadonlyMap<string, readonly string[]>,
): Props {
  const kind = registry.of(resource);
  const link = kind.link?.(resource.props)?.name;
  const byOthers = link === undefined ? undefined : governed.get(link);
  const back: Record<string, unknown> = {};
  for (const name of Object.keys(confirmed?.props ?? {})) {
    if (resource.props[name] !== undefined || confirmed?.props[name] === undefined) continue;
    if (byOthers?.includes(name)) continue;
    if (kind.sets?.includes(name)) back[name] = [];
    else
      back[name] =
        (kind.whole ? undefined : original?.props[name]) ?? (kind.defaults as Props | undefined)?.[name];
  }
  return { ...back, ...resource.props };
}
