import { actorOf, type Claim, claimsOn, managersProbe } from '../../state/managers.probe';
import { factsOf, hostLinks } from '../../state/state';
import { keptLinks, ownLinks } from '../goal';
import { goalOf } from '../plan';
import type { PlanCheck } from './check';
import { linkResources } from './links';

const place = ({ file, line }: Claim): string => `${file}${line === undefined ? '' : ` line ${line}`}`;

/** NetworkManager deletes what it made when it lets go of it (nm_device_unrealize), and with it all that stands there. */
const isMadeBy = (claim: Claim, kind: string | undefined): boolean =>
  claim.manager === 'NetworkManager' && kind !== undefined;

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
      const link = seen.get(ifname);
      const path = links.get(ifname)?.path;
      return claimsOn(managers.claims, { ifname, ifindex: link?.ifindex }).flatMap(claim => {
        const told = `${ifname} is configured by ${claim.manager}, in ${place(claim)}`;
        if (isMadeBy(claim, link?.linkinfo?.info_kind))
          return {
            path,
            message: `${told}, which made it and deletes it when it lets go`,
            remedy: `give ours another name, or delete that connection first`,
          };
        if (actorOf(managers, claim) === undefined)
          return { path, message: told, remedy: `take ${ifname} out of that file` };
        if (released.has(ifname)) return [];
        const remedy = `take ${ifname} out of that file, or set takeOver on the host: ${claim.manager} is then told to leave it alone`;
        return { path, message: told, remedy };
      });
    });
  },
};
