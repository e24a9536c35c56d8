import { z } from 'zod';
import { linkProps, virtualLink } from '../virtual-link/virtual-link.kind';

const schema = z.strictObject(linkProps);

export type DummyProps = z.infer<typeof schema>;

/** A link that leads nowhere (kernel: drivers/net/dummy.c). */
export const dummyKind = virtualLink<DummyProps>({
  name: 'dummy',
  summary: "A link that leads nowhere, for an address of the host's own.",
  schema,
  module: 'dummy',
  namespaced: true,
  defaults: { mtu: 1500 },
});
