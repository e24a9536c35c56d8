import type { Registry, Resource } from '../kind';

/** A resource that is no link, but makes one a port of another: it has the name of the one and needs both. */
export function jointOf(
  registry: Registry,
  resource: Resource,
): { port: string; controller: string } | undefined {
  const kind = registry.of(resource);
  if (kind.link?.(resource.props)) return undefined;
  const port = kind.key(resource.props);
  const needed = kind.requires?.(resource.props) ?? [];
  const controller = needed.find(token => token !== `link:${port}` && !token.startsWith('kind:'));
  return needed.includes(`link:${port}`) && controller ? { port, controller } : undefined;
}

/** Whether a resource is told in a picture beside the links: neither a link, nor what a link shows of itself. */
export function isNote(registry: Registry, resource: Resource): boolean {
  const kind = registry.of(resource);
  const shown = kind.link?.(resource.props) ?? kind.traits?.(resource.props).address;
  return shown === undefined && jointOf(registry, resource) === undefined;
}

const whole = (value: unknown): number | undefined =>
  Number.isInteger(value) ? (value as number) : undefined;

/** As its kind describes it, with what tells two routes apart. */
export function noteText(registry: Registry, resource: Resource): string {
  const { metric, table } = resource.props;
  return [
    registry.of(resource).describe(resource.props),
    ...(whole(metric) === undefined ? [] : [`metric ${metric}`]),
    ...(whole(table) === undefined || table === 254 ? [] : [`table ${table}`]),
  ].join(' ');
}
