import { factsOf } from '../../state/state';
import { goalOf } from '../plan';
import type { PlanCheck } from './check';

/** TL126: what is to be made has the place of something that somebody else made. */
export const obstacle: PlanCheck = {
  code: 'TL126',
  title: 'A place that something of somebody else has',
  severity: 'error',
  run: ({ registry, plan, state }) => {
    const ours = new Set(plan.candidates.filter(({ confirmed }) => confirmed).map(({ id }) => id));
    const facts = factsOf(state);
    const said = new Set<string>();
    return goalOf(plan)
      .filter(resource => !ours.has(registry.id(resource)))
      .flatMap(resource => {
        const found = registry.of(resource).obstacle?.(resource.props, facts);
        if (!found || said.has(found.message)) return [];
        said.add(found.message);
        return [{ path: resource.path, ...found }];
      });
  },
};
