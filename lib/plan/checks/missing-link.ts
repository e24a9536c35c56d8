import { matchedRefs } from '../../intent/resolve';
import { isNic, permanentMac } from '../../state/links.probe';
import { hostLinks, linkNames, linksFitting, type State } from '../../state/state';
import { goalOf } from '../plan';
import type { PlanCheck } from './check';
import { linkResources } from './links';

/** TL114: something stands on a link that neither the host nor the description has. */
export const missingLink: PlanCheck = {
  code: 'TL114',
  title: 'A link that is neither on the host nor described',
  severity: 'error',
  run: ({ registry, intent, plan, state }) => {
    const refs = matchedRefs(intent.resources);
    const names = linkNames(state, refs);
    const unmatched = refs
      .filter(ref => !names.has(ref))
      .map(ref => {
        const fitting = linksFitting(state, ref);
        const who = fitting.length === 0 ? 'no link of the host fits' : `${fitting.join(', ')} all fit`;
        return {
          message: `${who} ${ref.slice(1).replace(':', ' ')}`,
          remedy:
            fitting.length === 0
              ? 'compare with `ip -d link`, `ls -l /sys/class/net` and `ethtool -i` on the host, which tell MAC, PCI address and driver'
              : 'name the one by what it has alone: its mac or pciPath',
        };
      });
    const goal = goalOf(plan);
    const declared = linkResources(registry, goal);
    const there = (link: string): boolean => {
      const resource = declared.get(link);
      const made = resource !== undefined && !registry.of(resource).adopted;
      return made || (hostLinks(state).has(link) && !plan.disturbed.gone.has(link));
    };
    const said = new Set<string>();
    // A link that only stands in for itself is nobody's mistake: who named it is.
    const byPeople = [...goal].sort((a, b) => Number(!a.path) - Number(!b.path));
    const missing = byPeople.flatMap(resource =>
      [...registry.requires(resource), ...registry.provides(resource)]
        .filter(token => token.startsWith('link:') && !token.startsWith('link:@'))
        .map(token => token.slice(5))
        .filter(link => !there(link) && !said.has(link))
        .map(link => {
          said.add(link);
          const now = renamed(state, link);
          return {
            path: resource.path,
            message: `link '${link}' does not exist on the host, and nothing describes it${now ? `; the NIC that had this name (${now.mac}) is called ${now.name} now` : ''}`,
            remedy: now
              ? `call it ${now.name}, or match it by mac: '${now.mac}'`
              : `give the name of a link that is there: ${nics(state)}`,
          };
        }),
    );
    return [...unmatched, ...missing];
  },
};

/** What the NIC is called now that had a name when the host was confirmed, or that has it as its altname. */
function renamed(state: State, link: string): { name: string; mac?: string } | undefined {
  const mac = state.record?.nics?.[link];
  const found = [...hostLinks(state).values()].find(
    one => isNic(one) && (one.altnames?.includes(link) || (mac !== undefined && permanentMac(one) === mac)),
  );
  return found && { name: found.ifname, mac: permanentMac(found) };
}

function nics(state: State): string {
  const names = [...hostLinks(state).values()].filter(isNic).map(link => link.ifname);
  return names.slice(0, 8).join(', ') || 'it has no NIC';
}
