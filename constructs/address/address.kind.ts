import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { familyOf, ipInterface, namespaceOf, placedLinkRef, within } from '../../lib/net';
import { ip, ipAway, linkExists } from '../../lib/script/step';
import type { Facts } from '../../lib/state/facts';
import { linkNamed } from '../../lib/state/link-named';
import { linksProbe } from '../../lib/state/links.probe';

const schema = z.strictObject({ link: placedLinkRef, address: ipInterface });

export type AddressProps = z.infer<typeof schema>;

const carried = ({ link, address }: AddressProps, facts: Facts) => {
  const owner = linkNamed(facts, link);
  return owner && { owner, found: owner.addr_info.find(one => `${one.local}/${one.prefixlen}` === address) };
};

/** An address that a link carries. */
export const addressKind: Kind<AddressProps> = {
  name: 'address',
  summary: 'An IPv4 or IPv6 address with its prefix length, on a link.',
  schema,
  key: props => `${props.link}/${props.address}`,
  describe: props => `${props.address} on ${props.link}`,
  on: props => props.link,
  namespaced: true,
  // A link that joins a VRF is closed for a moment, which would cost it IPv6 addresses that are already there.
  requires: () => ['kind:vrf-member'],
  traits: ({ address }) => ({ address }),
  // The kernel flushes IPv6 addresses when a link goes down (keep_addr_on_down), and keeps IPv4's.
  lostWhenDown: props => familyOf(props.address) === 6,
  // With its last IPv4 address a link loses its IPv4 routes (inetdev_event), and routes go with their source.
  upholds: ({ link, address }) => [
    `source:${within(namespaceOf(link), address.split('/')[0]!)}`,
    ...(familyOf(address) === 4 ? [`ipv4:${link}`] : []),
  ],
  probes: [linksProbe],

  observe({ link, address }, facts) {
    const found = carried({ link, address }, facts)?.found;
    // An address that failed duplicate detection is there but does not work (RFC 4862, 5.4.5).
    return found && !found.dadfailed ? { link, address } : undefined;
  },
  underway(props, facts) {
    const { owner, found } = carried(props, facts) ?? {};
    // Without carrier detection does not begin (addrconf_dad_begin), and nobody can wait for it.
    return found?.tentative && owner?.flags.includes('LOWER_UP')
      ? 'duplicate address detection is not done'
      : undefined;
  },
  list: facts =>
    facts.read(linksProbe).flatMap(({ ifname, addr_info }) =>
      addr_info
        .filter(one => one.scope !== 'link' && one.scope !== 'host')
        // Who announced or leased it gives it again (RFC 4862, 5.5.3); put back by us it would stay for ever.
        .filter(one => one.family === 'inet' || !one.dynamic)
        .map(one => ({ link: ifname, address: `${one.local}/${one.prefixlen}` })),
    ),

  create: ({ link, address }) => [ip(['address', 'replace', address, 'dev', link])],
  update: () => [],
  remove: ({ link, address }) => [ipAway(['address', 'delete', address, 'dev', link], [linkExists(link)])],
};
