import { z } from 'zod';
import { ipAddress, isMulticast } from '../../lib/net';
import {
  linkProps,
  outerAddress,
  tosOption,
  tosValue,
  value,
  virtualLink,
} from '../virtual-link/virtual-link.kind';

const schema = z.strictObject({
  ...linkProps,
  vni: z.number().int().min(0).max(0xffffff, 'a VNI has 24 bits (RFC 8926): 0 to 16777215'),
  remote: ipAddress.refine(address => !isMulticast(address), {
    message: 'a multicast address is refused by the kernel; name the one host at the other end',
  }),
  port: z.number().int().min(1).max(65535).optional(),
  ttl: z.number().int().min(0).max(255).optional(),
  tos: tosValue.optional(),
});

export type GeneveProps = z.infer<typeof schema>;

/** Ethernet over UDP to one other host (RFC 8926; kernel: drivers/net/geneve.c). */
export const geneveKind = virtualLink<GeneveProps>({
  name: 'geneve',
  summary: 'An Ethernet segment over UDP to one other host.',
  schema,
  module: 'geneve',
  namespaced: true,
  column: 'vlan',
  describe: props => `${props.name} (VNI ${props.vni} to ${props.remote})`,
  options: {
    vni: value('id', { immutable: true }),
    remote: outerAddress('remote'),
    port: value('dstport', { told: 'port', immutable: true, default: 6081 }),
    ttl: value('ttl', { default: 0 }),
    tos: tosOption(),
  },
  restated: ['vni', 'remote'],
  // geneve_link_config: what the way to the other end has room for.
  resizes: ['remote'],
  // geneve_changelink keeps the family of the other end.
  remakes: change =>
    change.name === 'remote' &&
    'to' in change &&
    String(change.from).includes(':') !== String(change.to).includes(':'),
});
