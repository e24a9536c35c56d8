import type { IntentCheck } from './check';
import { allBelow, linkResources } from './links';

/** TL112: two ways from one bridge to the same network, and nothing that blocks one. */
export const loopWithoutStp: IntentCheck = {
  code: 'TL112',
  title: 'A bridge with two uplinks and no spanning tree',
  severity: 'warning',
  run: ({ registry, intent }) => {
    const links = linkResources(registry, intent.resources);
    const isUplink = (port: string): boolean =>
      allBelow(registry, links, port).some(name => {
        const resource = links.get(name);
        return resource === undefined || registry.of(resource).adopted === true;
      });
    return intent.resources.flatMap(resource => {
      const kind = registry.of(resource);
      if (kind.traits?.(resource.props).breaksLoops !== false) return [];
      const uplinks = (kind.ports?.(resource.props) ?? []).filter(isUplink);
      if (uplinks.length < 2) return [];
      const message = `${kind.key(resource.props)} joins ${uplinks.join(' and ')} without spanning tree: if both reach one network, frames circle for ever`;
      return [{ path: resource.path, message, remedy: 'set stp: true, or put the uplinks into a bond' }];
    });
  },
};
