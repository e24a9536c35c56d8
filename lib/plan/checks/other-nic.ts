import { isNic, permanentMac } from '../../state/links.probe';
import { hostLinks } from '../../state/state';
import { takenLinks } from '../goal';
import { goalOf } from '../plan';
import type { PlanCheck } from './check';
import { linkResources } from './links';

/** TL125: names of NICs follow slots and firmware; a card that was added or moved may have taken another's. */
export const otherNic: PlanCheck = {
  code: 'TL125',
  title: 'A NIC that is not the one which was confirmed',
  severity: 'warning',
  run: ({ registry, plan, state }) => {
    const goal = goalOf(plan);
    const links = linkResources(registry, goal);
    const ours = new Set([...links.keys(), ...takenLinks(registry, goal)]);
    const seen = [...hostLinks(state).values()].filter(isNic);
    return Object.entries(state.record?.nics ?? {}).flatMap(([name, mac]) => {
      const link = seen.find(one => one.ifname === name);
      if (!link || !ours.has(name) || permanentMac(link) === mac) return [];
      const now = seen.find(one => permanentMac(one) === mac);
      const where = now ? `that one is called ${now.ifname} now` : 'that one is gone';
      return {
        path: links.get(name)?.path,
        message: `${name} has the permanent MAC ${permanentMac(link)}, and had ${mac} when it was confirmed: ${where}`,
        remedy: 'match NICs by mac or pciPath, or apply once to take this one as it is',
      };
    });
  },
};
