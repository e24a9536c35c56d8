import { renderVlans } from '../../net';
import type { IntentCheck } from './check';
import { taggedUplinks } from './tagged-uplinks';

/** TL106: frames that the switch port drops. */
export const vlanNotCarried: IntentCheck = {
  code: 'TL106',
  title: 'A VLAN that the uplink does not carry',
  severity: 'error',
  run: view =>
    taggedUplinks(view).flatMap(({ path, vlanIds, link, port: { carries, nativeVlan } }) => {
      if (!carries) return [];
      const dropped = vlanIds.filter(id => !carries.includes(id) && nativeVlan !== id);
      if (dropped.length === 0) return [];
      const carried = carries.length > 0 ? carries.join(', ') : 'no tagged VLAN';
      const ids = renderVlans(dropped).replaceAll(',', ', ');
      const subject = dropped.length === 1 ? `VLAN ${ids} is` : `VLANs ${ids} are`;
      const message = `${subject} not carried by the switch port of ${link}, which carries ${carried}`;
      return [{ path, message, remedy: `add ${ids} to the port and to 'carries', or use another uplink` }];
    }),
};
