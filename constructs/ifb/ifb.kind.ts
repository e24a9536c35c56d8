import { z } from 'zod';
import { linkProps, virtualLink } from '../virtual-link/virtual-link.kind';

// drivers/net/ifb.c has no ndo_set_mac_address.
const { mac: _, ...withoutMac } = linkProps;
const schema = z.strictObject(withoutMac);

export type IfbProps = z.infer<typeof schema>;

/** A link that what another one receives is sent through, to be queued and shaped (kernel: drivers/net/ifb.c). */
export const ifbKind = virtualLink<IfbProps>({
  name: 'ifb',
  summary: 'A link that what another one receives is sent through, so that it can be shaped.',
  schema,
  module: 'ifb',
  hasMac: () => false,
  defaults: { mtu: 1500 },
});
