import type { IntentCheck } from './check';
import { linkResources, linksBelow } from './links';

/** TL111: the kernel refuses it on a VLAN, and a bridge drops what does not fit its port. */
export const mtuOverLower: IntentCheck = {
  code: 'TL111',
  title: 'An MTU over that of a link below',
  severity: 'error',
  run: ({ registry, intent }) => {
    const links = linkResources(registry, intent.resources);
    const mtuOf = (name: string) => {
      const resource = links.get(name);
      return resource && registry.of(resource).link?.(resource.props)?.mtu;
    };
    return intent.resources.flatMap(resource => {
      const link = registry.of(resource).link?.(resource.props);
      if (link?.mtu === undefined) return [];
      return linksBelow(registry, resource).flatMap(below => {
        const lower = mtuOf(below);
        if (lower === undefined || lower >= link.mtu!) return [];
        const message = `the MTU of ${link.name} is ${link.mtu}, over the ${lower} of ${below} below it`;
        return [{ path: resource.path, message, remedy: `lower it to ${lower}, or raise ${below}` }];
      });
    });
  },
};
