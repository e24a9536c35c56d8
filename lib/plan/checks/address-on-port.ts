import { takenLinks } from '../goal';
import type { IntentCheck } from './check';

/** TL104: what arrives at a port goes to its controller; an address on the port answers nobody. */
export const addressOnPort: IntentCheck = {
  code: 'TL104',
  title: 'An address on a port of a bridge or bond',
  severity: 'error',
  run: ({ registry, intent }) => {
    const taken = takenLinks(registry, intent.resources);
    return intent.resources.flatMap(resource => {
      const kind = registry.of(resource);
      const address = kind.traits?.(resource.props).address;
      const on = kind.on?.(resource.props);
      if (address === undefined || on === undefined || !taken.has(on)) return [];
      const controller = intent.resources.find(one => registry.of(one).ports?.(one.props).includes(on));
      const owner = controller && registry.of(controller).link?.(controller.props)?.name;
      const message = `address ${address} is on ${on}, which is a port of ${owner}: what arrives there goes to ${owner}`;
      return [{ path: resource.path, message, remedy: `put the address on ${owner}` }];
    });
  },
};
