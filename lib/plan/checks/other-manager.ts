import { claimsOn, managersProbe } from '../../state/managers.probe';
import { factsOf, hostLinks } from '../../state/state';
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
    const claims = factsOf(state).read(managersProbe);
    const seen = hostLinks(state);
    return [...ours].flatMap(ifname =>
      claimsOn(claims, { ifname, ifindex: seen.get(ifname)?.ifindex }).map(({ manager, file, line }) => ({
        path: links.get(ifname)?.path,
        message: `${ifname} is configured by ${manager}, in ${file}${line === undefined ? '' : ` line ${line}`}`,
        remedy: `take ${ifname} out of that file, or tell ${manager} to leave it unmanaged`,
      })),
    );
  },
};
