import type { Family } from '../net';
import { gather } from './gather';
import type { Column, HostPicture, PictureAddress, PictureEdge, PictureLink } from './picture';
import { plain } from './text';

/** Headings of the columns, and how to count what is in them. */
export const headings: Readonly<Record<Column, string>> = {
  nic: 'NIC',
  bond: 'Bond',
  vlan: 'VLAN',
  bridge: 'Bridge',
  guest: 'Guest',
};

/** What a link is: `NIC`, `bond 802.3ad`, `VLAN 100`, `bridge STP`, `tap`. */
export function whatIs({ kind, mode, vlanId }: PictureLink): string {
  if (vlanId !== undefined) return `VLAN ${vlanId}`;
  return plain(mode === undefined ? kind : `${kind} ${mode}`);
}

export const addressText = ({ text, remark }: PictureAddress): string =>
  plain(text) + (remark === undefined ? '' : ` (${remark})`);

/** `default route`; the family is told where it is not plain IPv4. */
export function defaultRouteText(families: readonly Family[]): string | undefined {
  if (families.length === 0) return undefined;
  return families.join() === '4'
    ? 'default route'
    : `default route (${families.map(one => `IPv${one}`).join(', ')})`;
}

/** As cards and switches are sold: `25 Gb/s`. */
export const speedText = (mbps: number): string => (mbps >= 1000 ? `${mbps / 1000} Gb/s` : `${mbps} Mb/s`);

/** `LACP partner 52:54:00:01:01:02`, or that there is none, which is a fault. */
export const lacpText = (partner: string): string =>
  partner === 'none' ? 'no LACP partner' : `LACP partner ${plain(partner)}`;

/** What a port of an Open vSwitch bridge carries. */
export const tagTexts = ({ tag, trunks }: PictureLink): string[] => [
  ...(tag === undefined ? [] : [`tag ${tag}`]),
  ...(trunks === undefined ? [] : [`trunks ${ranges(trunks)}`]),
];

/** `200, 300-399` of a sorted list. */
export function ranges(ids: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const id of ids) {
    const last = runs.at(-1);
    if (last && id === last[1] + 1) last[1] = id;
    else runs.push([id, id]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

/** What there is to know of a link beside name, kind, state, MTU and MAC: what an engineer looks for first is first. */
export function factsOf(link: PictureLink): string[] {
  const route = defaultRouteText(link.defaultRoutes);
  return [
    ...link.addresses.map(addressText),
    ...(route === undefined ? [] : [route]),
    ...tagTexts(link),
    ...(link.lacpPartner === undefined ? [] : [lacpText(link.lacpPartner)]),
    ...(link.manager === undefined ? [] : [`set up by ${plain(link.manager)}`]),
    ...(link.portState === undefined ? [] : [plain(link.portState)]),
    ...(link.peer === undefined ? [] : [`to ${plain(link.peer)}`]),
    ...(link.speedMbps === undefined ? [] : [speedText(link.speedMbps)]),
  ];
}

/** Everything about a link on one line, for a title or a tooltip. */
export const sentenceOf = (link: PictureLink): string =>
  [
    `${plain(link.name)}: ${whatIs(link)}`,
    ...(link.state === undefined ? [] : [link.state]),
    ...factsOf(link),
    ...(link.mtu === undefined ? [] : [`MTU ${link.mtu}`]),
    ...(link.mac === undefined ? [] : [`MAC ${plain(link.mac)}`]),
    link.owned ? "Trunkline's" : 'foreign',
    ...(link.onManagementPath ? ['on the management path'] : []),
  ].join(', ');

/** `bond0.100 stands on bond0`. */
export function edgeSentence({ lower, upper, relation }: PictureEdge): string {
  const [subject, object] = relation === 'port of' ? [lower, upper] : [upper, lower];
  return `${plain(subject)} ${relation === 'port of' ? 'is a port of' : relation} ${plain(object)}`;
}

const countWords = ['NIC', 'other link', 'bond', 'VLAN', 'bridge', 'guest port'] as const;

/** What a link is counted as; a dummy stands where NICs do and is none. */
function countWord({ column, kind }: PictureLink): (typeof countWords)[number] {
  if (column === 'nic') return kind === 'NIC' ? 'NIC' : 'other link';
  if (column === 'guest') return 'guest port';
  return column === 'vlan' ? 'VLAN' : column;
}

/** `2 NICs, 1 bond, 3 VLANs`, without what is not there. */
export function countText({ links }: HostPicture): string {
  const byWord = gather(links, countWord);
  const counts = countWords.flatMap(word => {
    const count = byWord.get(word)?.length ?? 0;
    return count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`];
  });
  return counts.join(', ') || 'no links';
}

/** Where a picture comes from: `as described`, `as observed, revision 3`. */
export const originText = ({ from, revision }: HostPicture): string =>
  from === 'intent'
    ? 'as described'
    : `as observed, ${revision === undefined ? 'not under Trunkline' : `revision ${revision}`}`;
