import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { placedIfname, placedLinkRef } from '../../lib/net';
import { ip, linkExists, portOf } from '../../lib/script/step';
import { linkNamed } from '../../lib/state/link-named';
import { linksProbe } from '../../lib/state/links.probe';
import { linkProps, value, virtualLink } from '../virtual-link/virtual-link.kind';

const { mtu: _, ...withoutMtu } = linkProps;

const vrfSchema = z.strictObject({
  ...withoutMtu,
  table: z
    .number()
    .int()
    .min(1)
    .max(0xffffffff)
    .refine(
      table => table < 253 || table > 255,
      '253 to 255 are the tables default, main and local; take another',
    ),
});

export type VrfProps = z.infer<typeof vrfSchema>;

/** Links with a routing table of their own (kernel: Documentation/networking/vrf.rst). */
export const vrfKind = virtualLink<VrfProps>({
  name: 'vrf',
  summary: 'A routing table of its own for the links that are put into it.',
  schema: vrfSchema,
  module: 'vrf',
  column: 'bridge',
  namespaced: true,
  hasMtu: false,
  describe: props => `${props.name} (table ${props.table})`,
  // vrf_changelink is not there.
  options: { table: value('table', { immutable: true }) },
  upholds: ({ name }) => [`vrf:${name}`],
});

const memberSchema = z.strictObject({ link: placedLinkRef, vrf: placedIfname });

export type VrfMemberProps = z.infer<typeof memberSchema>;

/** A link in a VRF. It keeps its addresses, unlike a bridge's port. */
export const vrfMemberKind: Kind<VrfMemberProps> = {
  name: 'vrf-member',
  summary: 'A link whose packets are routed by a VRF.',
  schema: memberSchema,
  key: props => props.link,
  describe: props => `${props.link} in ${props.vrf}`,
  on: props => props.link,
  namespaced: true,
  requires: ({ vrf }) => [`link:${vrf}`],
  upheldBy: ({ vrf }) => [`vrf:${vrf}`],
  // cycle_netdev in drivers/net/vrf.c closes and opens it, so that its routes move to the VRF's table.
  cycles: true,
  probes: [linksProbe],

  observe({ link }, facts) {
    const found = linkNamed(facts, link);
    return found?.master !== undefined && found.linkinfo?.info_slave_kind === 'vrf'
      ? { link, vrf: found.master }
      : undefined;
  },
  list: facts =>
    facts
      .read(linksProbe)
      .filter(({ master, linkinfo }) => master !== undefined && linkinfo?.info_slave_kind === 'vrf')
      .map(({ ifname: link, master: vrf }) => ({ link, vrf })),

  create: ({ link, vrf }) => [ip(['link', 'set', 'dev', link, 'master', vrf])],
  update: ({ link, vrf }, changes) =>
    changes.length > 0 ? [ip(['link', 'set', 'dev', link, 'master', vrf], [linkExists(link)])] : [],
  remove: ({ link, vrf }) => [ip(['link', 'set', 'dev', link, 'nomaster'], [portOf(link, vrf)])],
};
