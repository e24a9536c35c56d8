import { hostLinks } from '../../state/state';
import { goalOf } from '../plan';
import type { PlanCheck } from './check';
import { linkResources } from './links';

/** TL115: a link that somebody else put into a bridge or bond of theirs. */
export const foreignController: PlanCheck = {
  code: 'TL115',
  title: "A port that is in somebody else's bridge or bond",
  severity: 'error',
  run: ({ registry, plan, state }) => {
    const links = hostLinks(state);
    const ours = linkResources(
      registry,
      plan.candidates.map(({ resource }) => resource),
    );
    return goalOf(plan).flatMap(resource =>
      (registry.of(resource).ports?.(resource.props) ?? []).flatMap(port => {
        const controller = links.get(port)?.master;
        if (controller === undefined || ours.has(controller)) return [];
        const message = `${port} is a port of ${controller}, which Trunkline does not own`;
        const remedy = `take it out of ${controller} first, or describe ${controller} here as well`;
        return [{ path: resource.path, message, remedy }];
      }),
    );
  },
};
