import { z } from 'zod';
import { ipv4TunnelOptions, ipv4TunnelProps, tunnelType } from '../virtual-link/ipv4-tunnel.kind';
import { type LinkOption, linkProps, virtualLink } from '../virtual-link/virtual-link.kind';

/** As ip-link(8) spells them: of IP packets, of Ethernet frames. */
export const greTypes = ['gre', 'gretap'] as const;
export type GreType = (typeof greTypes)[number];

const schema = z
  .strictObject({
    ...linkProps,
    type: z.enum(greTypes).default('gre'),
    ...ipv4TunnelProps,
    key: z.number().int().min(0).max(0xffffffff).optional(),
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
  options: { type: tunnelType(), ...ipv4TunnelOptions(), key },
  // ipgre_link_update: a key is four octets of each packet.
  resizes: ['key'],
});
