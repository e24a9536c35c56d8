import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { mtu, placedLinkRef, vlanId } from '../../lib/net';
import { ip, linkExists } from '../../lib/script/step';
import { linkNamed } from '../../lib/state/link-named';
import { linksProbe } from '../../lib/state/links.probe';

const schema = z.strictObject({
  /** Name, or `@mac:…`, `@pci:…` or `@driver:…`. */
  name: placedLinkRef,
  /** Administrative state. @default left as it is */
  up: z.boolean().optional(),
  /** @default left as it is */
  mtu: mtu.optional(),
  /** What the switch port does with untagged frames: the VLAN that they are in. Not set on the host. */
  nativeVlan: vlanId.optional(),
  /** VLANs that the switch port carries tagged. Not set on the host. @default not known */
  carries: z.array(vlanId).optional(),
});

export type LinkProps = z.infer<typeof schema>;

/** A link that is there without us: a NIC. It is changed and given back, never created nor removed. */
export const linkKind: Kind<LinkProps> = {
  name: 'link',
  summary: 'A link that the host has without Trunkline, such as a NIC: changed, and given back.',
  schema,
  key: props => props.name,
  describe: props => props.name,
  link: props => ({ name: props.name, ...(props.mtu && { mtu: props.mtu }) }),
  column: 'nic',
  namespaced: true,
  traits: ({ nativeVlan, carries }) => ({ nativeVlan, carries }),
  adopted: true,
  annotations: ['nativeVlan', 'carries'],
  stands: { for: name => ({ name }), taken: { up: true }, closed: { up: false }, opened: { up: true } },
  probes: [linksProbe],

  observe({ name }, facts) {
    const link = linkNamed(facts, name);
    return link && { name, up: link.flags.includes('UP'), mtu: link.mtu };
  },

  create: () => [],
  update: ({ name }, changes) =>
    changes.flatMap(change => {
      if (!('to' in change)) return [];
      const here = [linkExists(name)];
      if (change.name === 'up') return [ip(['link', 'set', 'dev', name, change.to ? 'up' : 'down'], here)];
      if (change.name === 'mtu') return [ip(['link', 'set', 'dev', name, 'mtu', change.to as number], here)];
      return [];
    }),
  remove: () => [],
};
