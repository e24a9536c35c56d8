import type { IntentCheck } from './check';
import { allBelow, linkResources } from './links';

/** TL105: the switch port is in the VLAN already, untagged; the host would tag a second time. */
export const vlanTaggedTwice: IntentCheck = {
  code: 'TL105',
  title: 'A VLAN tagged twice, since the switch port is already in it',
  severity: 'error',
  run: ({ registry, intent }) => {
    const links = linkResources(registry, intent.resources);
    return intent.resources.flatMap(resource => {
      const vlan = registry.of(resource).traits?.(resource.props).vlan;
      if (!vlan) return [];
      const nic = allBelow(registry, links, vlan.link).find(name => {
        const below = links.get(name);
        return below && registry.of(below).traits?.(below.props).nativeVlan === vlan.id;
      });
      if (nic === undefined) return [];
      const message = `VLAN ${vlan.id} would be tagged by the host, but the switch port of ${nic} puts untagged frames into VLAN ${vlan.id} already (its native VLAN)`;
      const remedy = `use the untagged link for VLAN ${vlan.id} (AccessBridge), or have the switch port trunk it tagged and drop nativeVlan`;
      return [{ path: resource.path, message, remedy }];
    });
  },
};
