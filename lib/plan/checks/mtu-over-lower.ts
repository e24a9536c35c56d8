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
      const link = resource && registry.of(resource).link?.(resource.props);
      return link?.name === name ? link.mtu : link?.peer?.mtu;
    };
    return intent.resources.flatMap(resource => {
      const link = registry.of(resource).link?.(resource.props);
      if (link?.mtu === undefined) return [];
      return linksBelow(registry, resource).flatMap(below => {
        const lower = mtuOf(below);
        const { name, mtu, overhead = 0 } = link;
        if (mtu === undefined || lower === undefined || lower >= mtu + overhead) return [];
        const size = overhead === 0 ? `${mtu}` : `${mtu} and its headers' ${overhead}`;
        const message = `the MTU of ${name} is ${size}, over the ${lower} of ${below} below it`;
        return [
          { path: resource.path, message, remedy: `lower it to ${lower - overhead}, or raise ${below}` },
        ];
      });
    });
  },
};
