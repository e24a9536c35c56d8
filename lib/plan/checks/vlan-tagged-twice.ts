import type { IntentCheck } from './check';
import { taggedUplinks } from './tagged-uplinks';

/** TL105: the switch port is in the VLAN already, untagged; the host would tag a second time. */
export const vlanTaggedTwice: IntentCheck = {
  code: 'TL105',
  title: 'A VLAN tagged twice, since the switch port is already in it',
  severity: 'error',
  run: view => {
    const said = new Set<string>();
    return taggedUplinks(view).flatMap(({ path, vlanIds, link, port: { nativeVlan: vlanId } }) => {
      // The ports of a bond go to one switch: the first says it for all.
      if (vlanId === undefined || !vlanIds.includes(vlanId) || said.has(`${path}/${vlanId}`)) return [];
      said.add(`${path}/${vlanId}`);
      const message = `VLAN ${vlanId} would be tagged by the host, but the switch port of ${link} puts untagged frames into VLAN ${vlanId} already (its native VLAN)`;
      const remedy = `use the untagged link for VLAN ${vlanId} (AccessBridge), or have the switch port trunk it tagged and drop nativeVlan`;
      return [{ path, message, remedy }];
    });
  },
};
