import type { IntentCheck } from './check';

/** TL108: the kernel refuses a second VLAN device of the same ID on a link. */
export const vlanUsedTwice: IntentCheck = {
  code: 'TL108',
  title: 'A VLAN ID out of range, or used twice on one link',
  severity: 'error',
  run: ({ registry, intent }) => {
    const first = new Map<string, string | undefined>();
    return intent.resources.flatMap(resource => {
      const vlan = registry.of(resource).traits?.(resource.props).vlan;
      if (!vlan) return [];
      const place = `${vlan.link}/${vlan.id}`;
      if (!first.has(place)) {
        first.set(place, resource.path);
        return [];
      }
      const message = `VLAN ID ${vlan.id} is used twice on ${vlan.link}, also by ${first.get(place) ?? 'another resource'}`;
      return [{ path: resource.path, message, remedy: 'use one sub-interface for both, or another ID' }];
    });
  },
};
