import type { Intent } from '../../intent/intent';
import type { Registry, Resource, Traits } from '../../kind';

export interface Twin {
  readonly value: string;
  readonly host: string;
  readonly path?: string;
  /** The host, and the construct, that had it first. */
  readonly other: string;
}

/** Values that more than one host uses, each after its first. */
export function duplicates(
  registry: Registry,
  intents: readonly Intent[],
  pick: (traits: Traits, resource: Resource) => string | undefined,
): Twin[] {
  const first = new Map<string, { readonly host: string; readonly path?: string }>();
  return intents.flatMap(({ host, resources }) =>
    resources.flatMap(resource => {
      const traits = registry.of(resource).traits?.(resource.props);
      const value = traits && pick(traits, resource);
      if (value === undefined) return [];
      const twin = first.get(value);
      if (!twin) first.set(value, { host, path: resource.path });
      if (!twin || twin.host === host) return [];
      const other = twin.path ? `${twin.host} (${twin.path})` : twin.host;
      return [{ value, host, path: resource.path, other }];
    }),
  );
}
