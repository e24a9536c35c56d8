import type { IntentCheck } from './check';

/** TL103: the second gateway wins by chance, and replies leave by the wrong link. */
export const twoDefaultGateways: IntentCheck = {
  code: 'TL103',
  title: 'Two default gateways in one routing table',
  severity: 'error',
  run: ({ registry, intent }) => {
    const first = new Map<string, { readonly via?: string; readonly path?: string }>();
    return intent.resources.flatMap(resource => {
      const route = registry.of(resource).traits?.(resource.props).defaultRoute;
      if (!route) return [];
      const place = `${registry.namespaces(resource)}/${route.family}/${route.table}`;
      const other = first.get(place);
      if (!other) {
        first.set(place, { via: route.via, path: resource.path });
        return [];
      }
      const message = `a second default gateway, ${route.via}, beside ${other.via} of ${other.path ?? 'another route'}; traffic would leave by either`;
      return [{ path: resource.path, message, remedy: 'keep one; guests have gateways of their own' }];
    });
  },
};
