import { factsOf } from '../../state/state';
import { goalOf } from '../plan';
import type { PlanCheck } from './check';

/** TL129: what a resource names is in none of the host's own lists. */
export const unknownName: PlanCheck = {
  code: 'TL129',
  title: 'A name that the host does not know',
  severity: 'error',
  run: ({ registry, plan, state }) => {
    const facts = factsOf(state);
    return goalOf(plan).flatMap(resource => {
      const found = registry.of(resource).unknown?.(resource.props, facts);
      return found ? [{ path: resource.path, ...found }] : [];
    });
  },
};
