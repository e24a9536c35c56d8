import type { IntentCheck } from './check';
import { linkResources } from './links';
import { roleOf, vlanOf } from './roles';

/** TL122: without a tag nothing parts what guests send from what manages the host. */
export const guestsInManagement: IntentCheck = {
  code: 'TL122',
  title: 'Guests on the untagged link of the management network',
  severity: 'warning',
  run: ({ registry, intent }) => {
    const links = linkResources(registry, intent.resources);
    return intent.resources.flatMap(resource => {
      const kind = registry.of(resource);
      const name = kind.link?.(resource.props)?.name;
      if (name === undefined || kind.traits?.(resource.props).breaksLoops === undefined) return [];
      const vlan = vlanOf(registry, links, name);
      if (!vlan || vlan.tagged || roleOf(intent, vlan.id) !== 'management') return [];
      const nic = registry.of(vlan.at).key(vlan.at.props);
      const message = `guests on ${name} are on the untagged link ${nic} with the management network, VLAN ${vlan.id}`;
      const remedy = 'have the switch port trunk it, and put management and guests into VLANs of their own';
      return [{ path: resource.path, message, remedy }];
    });
  },
};
