import type { IntentCheck } from './check';

/** TL119: a hub in the place of a switch, most often to hide that the network sends frames back. */
export const bridgeThatFloods: IntentCheck = {
  code: 'TL119',
  title: 'A bridge that learns nothing and floods everything',
  severity: 'warning',
  run: ({ registry, intent }) =>
    intent.resources.flatMap(resource => {
      const kind = registry.of(resource);
      if (!kind.traits?.(resource.props).floods) return [];
      const name = kind.key(resource.props);
      const message = `${name} forgets each address at once (ageing 0) and sends every frame to all ports: a hub. Guests see each other's traffic, and the uplink carries all of it`;
      const remedy =
        "if it is to hide that the switch sends guests' broadcasts back, find that loop (often a bond without LACP on one end), then leave ageingTimeSec out";
      return [{ path: resource.path, message, remedy }];
    }),
};
