import type { IntentCheck } from './check';
import { allBelow, linkResources } from './links';

/** TL106: frames that the switch port drops. */
export const vlanNotCarried: IntentCheck = {
  code: 'TL106',
  title: 'A VLAN that the uplink does not carry',
  severity: 'error',
  run: ({ registry, intent }) => {
    const links = linkResources(registry, intent.resources);
    return intent.resources.flatMap(resource => {
      const vlan = registry.of(resource).traits?.(resource.props).vlan;
      if (!vlan) return [];
      return allBelow(registry, links, vlan.link).flatMap(name => {
        const below = links.get(name);
        const traits = below && registry.of(below).traits?.(below.props);
        if (!traits?.carries || traits.carries.includes(vlan.id) || traits.nativeVlan === vlan.id) return [];
        const carried = traits.carries.length > 0 ? traits.carries.join(', ') : 'no tagged VLAN';
        const message = `VLAN ${vlan.id} is not carried by the switch port of ${name}, which carries ${carried}`;
        return [
          {
            path: resource.path,
            message,
            remedy: `add ${vlan.id} to the port and to 'carries', or use another uplink`,
          },
        ];
      });
    });
  },
};
