import type { Intent } from '../intent/intent';
import type { Registry } from '../kind';
import type { Change } from './change';
import { withStandIns } from './goal';

/** The plan against an empty host: everything is created, and what is never created is set. */
export function fromNothing(registry: Registry, intent: Intent): readonly Change[] {
  return withStandIns(registry, intent.resources).map(resource => {
    const kind = registry.of(resource);
    const { path, props } = resource;
    const base = {
      id: registry.id(resource),
      kind: resource.kind,
      reason: 'wanted' as const,
      after: props,
      ...(path && { path }),
    };
    if (!kind.adopted) return { ...base, action: 'create', properties: [] };
    // What names the resource is in its title already.
    const key = kind.key(props);
    const isNamed = (value: unknown) =>
      typeof value === 'string' &&
      (key === value || key.startsWith(`${value}/`) || key.endsWith(`/${value}`));
    const properties = Object.entries(props)
      .filter(([name, value]) => value !== undefined && !kind.annotations?.includes(name) && !isNamed(value))
      .map(([name, to]) => ({ name, from: undefined, to }));
    return { ...base, action: 'update', before: {}, properties };
  });
}
