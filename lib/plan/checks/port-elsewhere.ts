import { linkNamed } from '../../state/link-named';
import { factsOf } from '../../state/state';
import { takenLinks } from '../goal';
import { goalOf, type Plan } from '../plan';
import type { PlanCheck, PlanView } from './check';
import { linkResources } from './links';

/** TL130: how a port of a bridge is to behave, of a link that will not be in that bridge. */
export const portElsewhere: PlanCheck = {
  code: 'TL130',
  title: 'A port that is in another bridge, or in none',
  severity: 'error',
  run: view => {
    const { registry, plan, state } = view;
    const described = linkResources(registry, goalOf(plan));
    const controllerOf = controllers(view);
    return goalOf(plan).flatMap(resource => {
      const kind = registry.of(resource);
      const bridge = kind.portOf?.(resource.props);
      const link = kind.on?.(resource.props);
      if (bridge === undefined || link === undefined) return [];
      // A link that is nowhere is TL114.
      if (!described.has(link) && !linkNamed(factsOf(state), link)) return [];
      const controller = controllerOf(link);
      if (controller === bridge) return [];
      const message = `${link} is to be a port of ${bridge}, and will be ${controller ? `one of ${controller}` : 'in no bridge'}`;
      const remedy = `describe ${bridge} with ${link} among its ports, or put ${link} into it on the host first`;
      return [{ path: resource.path, message, remedy }];
    });
  },
};

/** Whose port a link is once the plan is done: who takes it, or who has it now and keeps it. */
function controllers({ registry, plan, state }: PlanView): (link: string) => string | undefined {
  const takers = new Map(
    goalOf(plan).flatMap(resource => {
      const kind = registry.of(resource);
      const name = kind.link?.(resource.props)?.name;
      const ports = kind.ports?.(resource.props) ?? [];
      return name === undefined ? [] : ports.map(port => [port, name] as const);
    }),
  );
  const left = takenLinks(registry, confirmedOf(plan));
  return link => {
    const now = linkNamed(factsOf(state), link)?.master;
    const kept = now !== undefined && !left.has(link) && !plan.disturbed.gone.has(now);
    return takers.get(link) ?? (kept ? now : undefined);
  };
}

const confirmedOf = ({ candidates }: Plan) =>
  candidates.flatMap(({ resource, confirmed }) => (confirmed ? [{ ...resource, props: confirmed }] : []));
