import { actorOf, type Claim, claimsOn, managersProbe } from '../../state/managers.probe';
import { factsOf, hostLinks } from '../../state/state';
import { keptLinks, ownLinks } from '../goal';
import { goalOf } from '../plan';
import type { PlanCheck } from './check';
import { linkResources } from './links';

const place = ({ file, line }: Claim): string => `${file}${line === undefined ? '' : ` line ${line}`}`;

/** TL118: two masters of one link undo each other's work, at the latest after a reboot. */
export const otherManager: PlanCheck = {
  code: 'TL118',
  title: 'A link that another network manager configures',
  severity: 'error',
  run: ({ registry, intent, plan, state }) => {
    if (intent.resources.length === 0) return [];
    const goal = goalOf(plan);
    const links = linkResources(registry, goal);
    const released = keptLinks(registry, plan.derived);
    const managers = factsOf(state).read(managersProbe);
    const seen = hostLinks(state);
    return [...ownLinks(registry, goal)].flatMap(ifname => {
      const path = links.get(ifname)?.path;
      return claimsOn(managers.claims, { ifname, ifindex: seen.get(ifname)?.ifindex }).flatMap(claim => {
        const told = `${ifname} is configured by ${claim.manager}, in ${place(claim)}`;
        if (actorOf(managers, claim) === undefined)
          return { path, message: told, remedy: `take ${ifname} out of that file` };
        if (released.has(ifname)) return [];
        const remedy = `take ${ifname} out of that file, or set takeOver on the host: ${claim.manager} is then told to leave it alone`;
        return { path, message: told, remedy };
      });
    });
  },
};
