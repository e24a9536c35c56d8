import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { ifname, linkRef, mtu, vlanId } from '../../lib/net';
import { ip, linkMissing } from '../../lib/script/step';
import { linkNamed } from '../../lib/state/link-named';
import { linksProbe } from '../../lib/state/links.probe';

export const vlanProtocols = ['802.1Q', '802.1ad'] as const;
export type VlanProtocol = (typeof vlanProtocols)[number];

const schema = z.strictObject({
  name: ifname,
  link: linkRef,
  vlanId,
  protocol: z.enum(vlanProtocols).optional(),
  mtu: mtu.optional(),
  up: z.boolean().default(true),
});

export type VlanProps = z.infer<typeof schema>;

/** A sub-interface that tags what it sends with one VLAN ID (IEEE 802.1Q). */
export const vlanKind: Kind<VlanProps> = {
  name: 'vlan',
  summary: 'A sub-interface of a link for one VLAN: tags what it sends, takes what is tagged so.',
  schema,
  key: props => props.name,
  describe: props => `${props.name} (id ${props.vlanId} on ${props.link})`,
  // vlan_dev_open: ENETDOWN.
  link: ({ name, link, mtu, up }) => ({ name, lower: link, ...(mtu && { mtu }), needsLowerUp: up }),
  column: 'vlan',
  traits: ({ link, vlanId: id }) => ({ vlan: { link, id } }),
  // vlan_changelink takes flags and priority maps only (net/8021q/vlan_netlink.c).
  immutable: ['link', 'vlanId', 'protocol'],
  defaults: { protocol: '802.1Q' },
  needs: () => [{ module: '8021q', packages: { debian: 'linux-image-amd64', rhel: 'kernel-modules-core' } }],
  probes: [linksProbe],

  observe({ name }, facts) {
    const link = linkNamed(facts, name);
    if (link?.linkinfo?.info_kind !== 'vlan') return undefined;
    const data = link.linkinfo.info_data ?? {};
    return {
      name,
      link: link.link,
      vlanId: data.id as number,
      protocol: data.protocol as VlanProtocol,
      mtu: link.mtu,
      up: link.flags.includes('UP'),
    };
  },

  list: facts =>
    facts
      .read(linksProbe)
      .filter(link => link.linkinfo?.info_kind === 'vlan')
      .flatMap(({ ifname }) => vlanKind.observe({ name: ifname } as VlanProps, facts) ?? []),

  create: ({ name, link, vlanId: id, protocol, mtu: size, up }) => [
    ip(
      [
        ...['link', 'add', 'link', link, 'name', name],
        ...(size ? ['mtu', size] : []),
        ...(up ? ['up'] : []),
        ...['type', 'vlan'],
        ...(protocol ? ['protocol', protocol] : []),
        ...['id', id],
      ],
      [linkMissing(name)],
    ),
  ],
  update: ({ name }, changes) =>
    changes.flatMap(change => {
      if (!('to' in change) || change.to === undefined) return [];
      if (change.name === 'mtu') return [ip(['link', 'set', 'dev', name, 'mtu', change.to as number])];
      return change.name === 'up' ? [ip(['link', 'set', 'dev', name, change.to ? 'up' : 'down'])] : [];
    }),
  remove: ({ name }) => [{ tool: 'delete-link', link: name }],
};
