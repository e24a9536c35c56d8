import type { IntentCheck } from './check';
import { linkResources } from './links';
import { roleOf, vlanOf } from './roles';

/** TL121: guests of a VLAN reach whatever the host listens on there. */
export const hostAmongGuests: IntentCheck = {
  code: 'TL121',
  title: 'An address of the host in a VLAN for guests',
  severity: 'warning',
  run: ({ registry, intent }) => {
    const links = linkResources(registry, intent.resources);
    return intent.resources.flatMap(resource => {
      const kind = registry.of(resource);
      const { address } = kind.traits?.(resource.props) ?? {};
      const on = kind.on?.(resource.props);
      const vlan = address !== undefined && on !== undefined ? vlanOf(registry, links, on) : undefined;
      if (!vlan || roleOf(intent, vlan.id) !== 'vm') return [];
      const message = `address ${address} on ${on} is in VLAN ${vlan.id}, which is for guests: they reach the host there`;
      const remedy = 'leave the address out, or give the VLAN another role in the plan';
      return [{ path: resource.path, message, remedy }];
    });
  },
};
