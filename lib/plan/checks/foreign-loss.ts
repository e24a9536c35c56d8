import { loopbackOf, namespaceOf } from '../../net';
import { hostLinks } from '../../state/state';
import { takenLinks } from '../goal';
import type { PlanCheck } from './check';
import { linkResources } from './links';

/** Links that every namespace has once a module is loaded, and that nobody made (net.core.fb_tunnels_only_for_init_net). */
const FALLBACK = new Set([
  ...['tunl0', 'gre0', 'gretap0', 'erspan0', 'sit0', 'ip6tnl0', 'ip6gre0', 'ip_vti0', 'ip6_vti0'],
]);

/** TL116: guests' taps lose their bridge, or somebody's VLAN goes with the bond below it. */
export const foreignLoss: PlanCheck = {
  code: 'TL116',
  title: 'A change that others would suffer from',
  severity: 'error',
  run: ({ registry, plan, state }) => {
    const { gone } = plan.disturbed;
    // As wanted and as seen: the end that a veth has now is ours too, though it is to have another.
    const seen = plan.candidates.flatMap(one => (one.seen ? [{ ...one.resource, props: one.seen }] : []));
    const known = plan.candidates.map(({ resource }) => resource);
    const ours = linkResources(registry, [...seen, ...known]);
    const taken = takenLinks(registry, known);
    // A NIC that nobody described is in a VRF because we put it there.
    const put = (link: string, into: string) =>
      known.some(
        one => registry.of(one).on?.(one.props) === link && registry.requires(one).includes(`link:${into}`),
      );
    return [...hostLinks(state).values()].flatMap(link => {
      if (ours.has(link.ifname) || taken.has(link.ifname)) return [];
      const namespace = namespaceOf(link.ifname);
      if (
        namespace !== undefined &&
        gone.has(loopbackOf(namespace)) &&
        !FALLBACK.has(link.ifname.split('/')[1]!)
      )
        return [
          {
            message: `${link.ifname} is in network namespace ${namespace}, which would be removed; Trunkline does not own it`,
            remedy: 'take it out of there first',
          },
        ];
      if (link.master !== undefined && gone.has(link.master) && !put(link.ifname, link.master))
        return [
          {
            path: ours.get(link.master)?.path,
            message: `${link.ifname} is plugged into ${link.master}, which would be removed: what is behind it, most often a guest, would lose its network`,
            remedy: `move it elsewhere first, or keep ${link.master}`,
          },
        ];
      if (link.link !== undefined && gone.has(link.link))
        return [
          {
            path: ours.get(link.link)?.path,
            message: `${link.ifname} stands on ${link.link}, which would be removed, and goes with it; Trunkline does not own it`,
            remedy: `describe ${link.ifname} as well, or remove it first`,
          },
        ];
      return [];
    });
  },
};
