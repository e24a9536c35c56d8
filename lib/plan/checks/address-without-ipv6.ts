import { familyOf } from '../../net';
import type { IntentCheck } from './check';

/** TL128: a link without IPv6 takes no IPv6 address, and loses those that it has. */
export const addressWithoutIpv6: IntentCheck = {
  code: 'TL128',
  title: 'An IPv6 address on a link without IPv6',
  severity: 'error',
  run: ({ registry, intent }) => {
    const settings = intent.resources.flatMap(one => registry.of(one).traits?.(one.props).ipv6Off ?? []);
    return intent.resources.flatMap(resource => {
      const kind = registry.of(resource);
      const address = kind.traits?.(resource.props).address;
      const on = kind.on?.(resource.props);
      if (address === undefined || on === undefined || familyOf(address) === 4) return [];
      const own = settings.find(({ link }) => link === on);
      const said = own ?? settings.find(({ link }) => link === undefined);
      if (!said?.off) return [];
      const where = own ? `of ${on}` : 'of all links';
      const message = `address ${address} is on ${on}, and disable_ipv6 ${where} is set: the kernel refuses it`;
      return [{ path: resource.path, message, remedy: `give ${on} its IPv6, or take the address out` }];
    });
  },
};
