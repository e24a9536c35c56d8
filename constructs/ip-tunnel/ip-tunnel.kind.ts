import { z } from 'zod';
import { ipv4TunnelOptions, ipv4TunnelProps, tunnelType } from '../virtual-link/ipv4-tunnel.kind';
import { linkProps, virtualLink } from '../virtual-link/virtual-link.kind';

/** As ip-link(8) spells them: of IPv4 packets, of IPv6 packets. */
export const ipTunnelTypes = ['ipip', 'sit'] as const;
export type IpTunnelType = (typeof ipTunnelTypes)[number];

/** A tunnel of IP packets has no hardware address. */
const { mac: _, ...withoutMac } = linkProps;

const schema = z.strictObject({ ...withoutMac, type: z.enum(ipTunnelTypes), ...ipv4TunnelProps });

export type IpTunnelProps = z.infer<typeof schema>;

/** Packets in IPv4 without a header between (RFC 2003, RFC 4213; kernel: net/ipv4/ipip.c, net/ipv6/sit.c). */
export const ipTunnelKind = virtualLink<IpTunnelProps>({
  name: 'ip-tunnel',
  summary: 'A tunnel of IP packets over IPv4 to one other host.',
  schema,
  module: ({ type }) => type,
  column: 'vlan',
  namespaced: true,
  describe: props => `${props.name} (${props.type} to ${props.remote})`,
  type: props => props.type,
  is: found => (ipTunnelTypes as readonly string[]).includes(found),
  hasMac: () => false,
  options: { type: tunnelType(), ...ipv4TunnelOptions() },
});
