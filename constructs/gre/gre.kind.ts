import { z } from 'zod';
import { familyOf, ipAddress, isMulticast } from '../../lib/net';
import {
  type LinkOption,
  linkProps,
  tosOption,
  tosValue,
  value,
  virtualLink,
} from '../virtual-link/virtual-link.kind';

/** As ip-link(8) spells them: of IP packets, of Ethernet frames. */
export const greTypes = ['gre', 'gretap'] as const;
export type GreType = (typeof greTypes)[number];

const outer = ipAddress.refine(address => familyOf(address) === 4 && !isMulticast(address), {
  message: 'must be the IPv4 address of one host: this tunnel runs over IPv4',
});

const schema = z
  .strictObject({
    ...linkProps,
    type: z.enum(greTypes).default('gre'),
    remote: outer,
    local: outer.optional(),
    key: z.number().int().min(0).max(0xffffffff).optional(),
    ttl: z.number().int().min(0).max(255).optional(),
    tos: tosValue.optional(),
  })
  .superRefine(({ type, mac }, context) => {
    if (type === 'gre' && mac !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['mac'],
        message: "a tunnel of IP packets has none; leave it out, or set type to 'gretap'",
      });
  });

export type GreProps = z.infer<typeof schema>;

/** Told as an IPv4 address is: 0.0.0.5. */
const fromDotted = (text: string): number =>
  text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);

const key: LinkOption<GreProps> = {
  words: (given: number | null) => (given === null ? ['nokey'] : ['key', given]),
  told: ({ okey }) => (okey === undefined ? null : fromDotted(okey as string)),
  default: null,
};

/** Packets or frames in IP (RFC 2784, RFC 2890; kernel: net/ipv4/ip_gre.c). */
export const greKind = virtualLink<GreProps>({
  name: 'gre',
  summary: 'A tunnel over IPv4 to one other host, of IP packets or of Ethernet frames.',
  schema,
  module: 'ip_gre',
  column: 'vlan',
  namespaced: true,
  describe: props => `${props.name} (${props.type} to ${props.remote})`,
  type: props => props.type,
  is: found => (greTypes as readonly string[]).includes(found),
  hasMac: ({ type }) => type !== 'gre',
  options: {
    type: { words: () => [], told: (_, { linkinfo }) => linkinfo?.info_kind, immutable: true },
    remote: value('remote'),
    local: {
      words: (given: string | null) => ['local', given ?? 'any'],
      told: ({ local }) => (local === 'any' ? null : local),
      default: null,
    },
    key,
    ttl: value('ttl', { default: 0 }),
    tos: tosOption(),
  },
  // ipgre_link_update: a key is four octets of each packet.
  resizes: ['key'],
});
