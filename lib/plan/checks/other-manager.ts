import { managersProbe } from '../../state/managers.probe';
import { factsOf } from '../../state/state';
import { takenLinks } from '../goal';
import { goalOf } from '../plan';
import type { PlanCheck } from './check';
import { linkResources } from './links';

/** TL118: two masters of one link undo each other's work, at the latest after a reboot. */
export const otherManager: PlanCheck = {
  code: 'TL118',
  title: 'A link that another network manager configures',
  severity: 'error',
  run: ({ registry, intent, plan, state }) => {
    if (intent.resources.length === 0) return [];
    const goal = goalOf(plan);
    const links = linkResources(registry, goal);
    const ours = new Set([...links.keys(), ...takenLinks(registry, goal)]);
    return factsOf(state)
      .read(managersProbe)
      .filter(({ link }) => ours.has(link))
      .map(({ link, manager, file, line }) => ({
        path: links.get(link)?.path,
        message: `${link} is configured by ${manager}, in ${file}${line === undefined ? '' : ` line ${line}`}`,
        remedy: `take ${link} out of that file, or tell ${manager} to leave it unmanaged`,
      }));
  },
};
