import { z } from 'zod';
import type { Kind, PropertyChange } from '../../lib/kind';
import { familyOf, ipAddress, isMulticast, namespaceOf, placedLinkRef } from '../../lib/net';
import type { Step } from '../../lib/script/step';
import { linksProbe } from '../../lib/state/links.probe';
import {
  flag,
  linkProps,
  outerAddress,
  tosOption,
  tosValue,
  value,
  virtualLink,
} from '../virtual-link/virtual-link.kind';
import { floodProbe } from './fdb.probe';

const schema = z
  .strictObject({
    ...linkProps,
    vni: z.number().int().min(0).max(0xffffff, 'a VNI has 24 bits (RFC 7348): 0 to 16777215'),
    link: placedLinkRef.optional(),
    local: ipAddress.optional(),
    group: ipAddress.optional(),
    remotes: z.array(ipAddress).default([]),
    port: z.number().int().min(1).max(65535).default(4789),
    learning: z.boolean().optional(),
    ttl: z.number().int().min(0).max(255).optional(),
    tos: tosValue.optional(),
    ageingSec: z.number().int().min(0).max(0xffffffff).optional(),
  })
  .superRefine(({ name, link, local, group, remotes }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (link !== undefined && namespaceOf(link) !== namespaceOf(name))
      refuse('link', `${link} is in another network namespace than ${name}; make both in one`);
    if (group !== undefined && !isMulticast(group))
      refuse('group', `${group} is no multicast address; name single hosts in remotes`);
    if (group !== undefined && link === undefined)
      refuse('group', 'needs the link that it is joined on; set link');
    const multicast = remotes.find(isMulticast);
    if (multicast) refuse('remotes', `${multicast} is a multicast address; give it as group`);
    if (new Set(remotes).size < remotes.length) refuse('remotes', 'an address is named twice');
    const outer = [local, group, ...remotes].filter(address => address !== undefined);
    if (new Set(outer.map(familyOf)).size > 1)
      refuse(
        group ? 'group' : 'remotes',
        'local, group and remotes must be of one family, all IPv4 or all IPv6',
      );
    if (local === undefined && group === undefined && remotes.some(remote => familyOf(remote) === 6))
      refuse('local', 'without it the kernel makes a socket for IPv4; set the IPv6 address to send from');
  });

export type VxlanProps = z.infer<typeof schema>;

/** Octets around a frame: Ethernet, VXLAN, UDP and IP (VXLAN_HEADROOM, VXLAN6_HEADROOM in include/net/vxlan.h). */
export const vxlanOverhead = (outer: readonly (string | null | undefined)[]): number =>
  outer.some(address => address && familyOf(address) === 6) ? 70 : 50;

/** What no other entry knows a place for (vxlan_xmit). */
const ALL_ZEROS = '00:00:00:00:00:00';

const flood = (verb: 'append' | 'delete', name: string, to: string): Step => ({
  tool: 'bridge',
  args: ['fdb', verb, ALL_ZEROS, 'dev', name, 'dst', to],
  lenient: true,
});

const members = ({ name }: VxlanProps, changes: readonly PropertyChange[]): Step[] =>
  changes.flatMap(change =>
    'drop' in change
      ? [
          ...change.drop.map(to => flood('delete', name, to)),
          ...change.add.map(to => flood('append', name, to)),
        ]
      : [],
  );

const base = virtualLink<VxlanProps>({
  name: 'vxlan',
  summary: 'An Ethernet segment over UDP between hosts.',
  schema,
  module: 'vxlan',
  column: 'vlan',
  namespaced: true,
  describe: props => `${props.name} (VNI ${props.vni}${props.link ? ` on ${props.link}` : ''})`,
  shape: ({ link, local, group, remotes = [] }) =>
    link ? { lower: link, overhead: vxlanOverhead([local, group, ...remotes]) } : {},
  options: {
    vni: value('id', { immutable: true }),
    link: value('dev', { told: 'link', immutable: true, default: null }),
    local: outerAddress('local', { immutable: true, default: null }),
    group: outerAddress('group', { immutable: true, default: null }),
    port: value('dstport', { told: 'port', immutable: true, default: 4789 }),
    learning: flag('learning', 'nolearning', { default: true }),
    ttl: value('ttl', { default: 0 }),
    tos: tosOption(),
    ageingSec: value('ageing', { default: 300 }),
  },
  sets: ['remotes'],
  also: (link, facts) => ({
    remotes: facts
      .read(floodProbe)
      .filter(entry => entry.link === link.ifname && !isMulticast(entry.to))
      .map(entry => entry.to),
  }),
});

/** Ethernet over UDP (RFC 7348; kernel: drivers/net/vxlan). */
export const vxlanKind: Kind<VxlanProps> = {
  ...base,
  probes: [linksProbe, floodProbe],
  list: facts =>
    facts
      .read(linksProbe)
      .filter(link => link.linkinfo?.info_kind === 'vxlan')
      .flatMap(({ ifname }) => vxlanKind.observe({ name: ifname } as VxlanProps, facts) ?? []),
  create: props => [...base.create(props), ...props.remotes.map(to => flood('append', props.name, to))],
  update: (props, changes) => [...base.update(props, changes), ...members(props, changes)],
};
