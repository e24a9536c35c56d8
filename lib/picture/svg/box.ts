import type { PictureLink } from '../picture';
import { cells, clip, plain, widest } from '../text';
import { addressText, defaultRouteText, lacpText, ranges, speedText } from '../words';

/** How a line is coloured. `bad` and `warn` never stand alone: the words say it as well. */
export type Tone = 'ink' | 'muted' | 'route' | 'warn' | 'bad';

export interface BoxLine {
  readonly text: string;
  readonly tone: Tone;
}

/** What stands in a link's box. */
export interface BoxText {
  readonly name: string;
  /** At the right of the name. */
  readonly badge: string;
  readonly lines: readonly BoxLine[];
}

export const NAME_SIZE = 12.5;
export const LINE_SIZE = 11;
/** Width of a letter over its size in the widest of the fonts that we name. */
const ADVANCE = 0.61;
const MAX_CELLS = 44;
const HEAD = 26;
const LINE = 15;
const FOOT = 6;
const INSET = 14;
const DOT = 13;
const BETWEEN = 14;

const orthodoxMtu = 1500;

function badgeOf(link: PictureLink): string {
  if (link.vlanId !== undefined) return `VLAN ${link.vlanId}`;
  if (link.tag !== undefined) return `tag ${link.tag}`;
  if (link.speedMbps !== undefined) return speedText(link.speedMbps);
  if (link.column === 'bond' || link.column === 'bridge') return link.mode ?? otherKind(link);
  return otherKind(link);
}

/** What the heading of the column does not say already. */
const otherKind = ({ kind }: PictureLink): string =>
  ['NIC', 'bond', 'vlan', 'bridge'].includes(kind) ? '' : kind;

function linesOf(link: PictureLink): BoxLine[] {
  const { state, addresses, defaultRoutes, lacpPartner, trunks, mtu, mac, column, portState, peer, manager } =
    link;
  const line = (tone: Tone, text: string | undefined): BoxLine[] =>
    text === undefined ? [] : [{ text, tone }];
  const trouble = state === 'down' || state === 'missing' ? 'bad' : 'warn';
  return [
    ...line(trouble, state === 'up' ? undefined : state),
    ...addresses.flatMap(one => line('ink', addressText(one))),
    ...line('route', defaultRouteText(defaultRoutes)),
    ...line(
      lacpPartner === 'none' ? 'bad' : 'muted',
      lacpPartner && lacpText(lacpPartner).replace('LACP partner ', 'partner '),
    ),
    ...line('warn', manager && `by ${manager}`),
    ...line('warn', portState),
    ...line('muted', trunks && `trunks ${ranges(trunks)}`),
    ...line('muted', peer && `to ${peer}`),
    ...line('muted', mtu === undefined || mtu === orthodoxMtu ? undefined : `MTU ${mtu}`),
    ...line('muted', column === 'nic' ? mac : undefined),
  ];
}

export function boxText(link: PictureLink): BoxText {
  const short = (text: string) => clip(plain(text), MAX_CELLS);
  return {
    name: short(link.name),
    badge: short(badgeOf(link)),
    lines: linesOf(link).map(({ text, tone }) => ({ text: short(text), tone })),
  };
}

export const boxHeight = ({ lines }: BoxText): number =>
  HEAD + (lines.length > 0 ? lines.length * LINE + FOOT : 2);

export const boxWidth = ({ name, badge, lines }: BoxText): number => {
  const head = cells(name) * NAME_SIZE + cells(badge) * LINE_SIZE;
  const below = widest(lines.map(line => line.text)) * LINE_SIZE;
  return Math.ceil(
    2 * INSET + DOT + Math.max(head * ADVANCE + (badge === '' ? 0 : BETWEEN), below * ADVANCE),
  );
};

/** Where things are within a box. */
export const boxGrid = {
  inset: INSET,
  dot: DOT,
  head: HEAD,
  line: LINE,
  nameBase: 18,
  lineBase: HEAD + 9,
} as const;
