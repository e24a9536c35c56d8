import type { IntentCheck } from './check';
import { taggedUplinks } from './tagged-uplinks';

/** TL106: frames that the switch port drops. */
export const vlanNotCarried: IntentCheck = {
  code: 'TL106',
  title: 'A VLAN that the uplink does not carry',
  severity: 'error',
  run: view =>
    taggedUplinks(view).flatMap(({ path, vlanId, link, port: { carries, nativeVlan } }) => {
      if (!carries || carries.includes(vlanId) || nativeVlan === vlanId) return [];
      const carried = carries.length > 0 ? carries.join(', ') : 'no tagged VLAN';
      const message = `VLAN ${vlanId} is not carried by the switch port of ${link}, which carries ${carried}`;
      return [{ path, message, remedy: `add ${vlanId} to the port and to 'carries', or use another uplink` }];
    }),
};
