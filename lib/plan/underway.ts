import type { Registry, ResourceId } from '../kind';
import { factsOf, type State } from '../state/state';
import { goalOf, type Plan } from './plan';

/** What is as it was asked for, and does not work yet. It will by itself, so that no plan has anything to do about it. */
export function underway(
  registry: Registry,
  plan: Plan,
  state: State,
): readonly { readonly id: ResourceId; readonly what: string; readonly why: string }[] {
  const facts = factsOf(state);
  return goalOf(plan).flatMap(resource => {
    const kind = registry.of(resource);
    const why = kind.underway?.(resource.props, facts);
    return why
      ? [{ id: registry.id(resource), what: `${kind.name} ${kind.describe(resource.props)}`, why }]
      : [];
  });
}
