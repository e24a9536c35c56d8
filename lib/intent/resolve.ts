import type { Resource } from '../kind';
import { isMatchedRef } from '../net';

/** Puts the host's own names in place of `@mac:`, `@pci:` and `@driver:` references, wherever a property holds one. */
export function resolveRefs(resources: readonly Resource[], names: ReadonlyMap<string, string>): Resource[] {
  const swap = (value: unknown): unknown => {
    if (typeof value === 'string') return isMatchedRef(value) ? (names.get(value) ?? value) : value;
    if (Array.isArray(value)) return value.map(swap);
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, swap(inner)]));
    return value;
  };
  return resources.map(resource => ({ ...resource, props: swap(resource.props) as Resource['props'] }));
}

/** Every reference in these resources that only the host can turn into a name. */
export function matchedRefs(resources: readonly Resource[]): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string' && isMatchedRef(value)) found.add(value);
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(visit);
  };
  for (const resource of resources) visit(resource.props);
  return [...found];
}
