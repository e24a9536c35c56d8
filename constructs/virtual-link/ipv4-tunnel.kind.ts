import { z } from 'zod';
import { familyOf, ipAddress, isMulticast } from '../../lib/net';
import { type LinkOption, tosOption, tosValue, value } from './virtual-link.kind';

const outer = ipAddress.refine(address => familyOf(address) === 4 && !isMulticast(address), {
  message: 'must be the IPv4 address of one host: this tunnel runs over IPv4',
});

/** What a tunnel over IPv4 to one other host has (kernel: net/ipv4/ip_tunnel.c). */
export const ipv4TunnelProps = {
  remote: outer,
  local: outer.optional(),
  ttl: z.number().int().min(0).max(255).optional(),
  tos: tosValue.optional(),
};

/** The type of link is one of its properties. */
export const tunnelType = <P>(): LinkOption<P> => ({
  words: () => [],
  told: (_, { linkinfo }) => linkinfo?.info_kind,
  immutable: true,
});

export const ipv4TunnelOptions = <P>(): Record<keyof typeof ipv4TunnelProps, LinkOption<P>> => ({
  remote: value('remote'),
  local: {
    words: (given: string | null) => ['local', given ?? 'any'],
    told: ({ local }) => (local === 'any' ? null : local),
    default: null,
  },
  ttl: value('ttl', { default: 0 }),
  tos: tosOption(),
});
