import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { macAddress, placedLinkRef } from '../../lib/net';
import { linksProbe } from '../../lib/state/links.probe';
import {
  type LinkOption,
  linkProps,
  lowerFault,
  lowerLink,
  reaches,
  value,
  virtualLink,
} from '../virtual-link/virtual-link.kind';

/** As ip-link(8) spells them. */
export const macvlanModes = ['private', 'vepa', 'bridge', 'passthru', 'source'] as const;
export type MacvlanMode = (typeof macvlanModes)[number];

const schema = z
  .strictObject({
    ...linkProps,
    link: placedLinkRef,
    mode: z.enum(macvlanModes).optional(),
    sourceMacs: z
      .array(macAddress)
      .transform(macs => [...new Set(macs)].sort())
      .optional(),
  })
  .superRefine(({ name, link, mode, mac, sourceMacs }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (!reaches(name, link)) refuse('link', lowerFault(link));
    if (sourceMacs && mode !== 'source')
      refuse(
        'sourceMacs',
        "the kernel keeps such a list in mode 'source' only; set that mode or leave it out",
      );
    // macvlan_set_mac_address gives it to the link below as well.
    if (mac !== undefined && mode === 'passthru')
      refuse('mac', "in mode 'passthru' it has the address of the link below; leave it out");
  });

export type MacvlanProps = z.infer<typeof schema>;

/** macvlan_changelink refuses a list in another mode, and forgets it when the mode changes. */
const sourceMacs: LinkOption<MacvlanProps> = {
  words: (macs: readonly string[], { mode }) => (mode === 'source' ? ['macaddr', 'set', ...macs] : []),
  told: ({ macaddr_data: macs = [] }) => [...(macs as string[])].sort(),
  default: [],
};

const throughPassthru = (one: unknown): boolean => one === 'passthru';

function macvlanType(
  name: 'macvlan' | 'macvtap',
  rest: Pick<Kind<MacvlanProps>, 'summary' | 'column' | 'namespaced'>,
) {
  const kind: Kind<MacvlanProps> = virtualLink<MacvlanProps>({
    ...rest,
    name,
    schema,
    module: name,
    describe: props => `${props.name} (${props.mode ?? 'vepa'} on ${props.link})`,
    // macvlan_common_newlink and macvlan_set_mac_address: in passthru it is that of the link below.
    hasMac: ({ mode }) => mode !== 'passthru',
    below: props => props.link,
    shape: ({ link }) => ({ lower: link }),
    options: { link: lowerLink(), mode: value('mode', { default: 'vepa' }), sourceMacs },
    restated: ['mode'],
    // macvlan_changelink: a port is shared or passed through from its making on.
    remakes: change =>
      change.name === 'mode' && 'to' in change && [change.from, change.to].some(throughPassthru),
  });
  return kind;
}

/** A second hardware address on a link (kernel: drivers/net/macvlan.c). */
export const macvlanKind: Kind<MacvlanProps> = {
  ...macvlanType('macvlan', {
    summary: 'A link of its own hardware address on another one, for the host.',
    column: 'vlan',
    namespaced: true,
  }),
  list: facts =>
    facts
      .read(linksProbe)
      .filter(link => link.linkinfo?.info_kind === 'macvlan')
      .flatMap(({ ifname }) => macvlanKind.observe({ name: ifname } as MacvlanProps, facts) ?? []),
};

/** The same, with a character device `/dev/tapN` for a guest (kernel: drivers/net/macvtap.c). */
export const macvtapKind = macvlanType('macvtap', {
  summary: 'A link of its own hardware address on another one, with a character device for a guest.',
  column: 'guest',
});
