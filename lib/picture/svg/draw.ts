import { columns, type PictureLink } from '../picture';
import { clip, plain } from '../text';
import { countText, edgeSentence, headings, originText, sentenceOf } from '../words';
import { boxGrid } from './box';
import type { Box, Curve, HostLayout, Rect } from './layout';
import { xml } from './xml';

/** The longest that fits over five empty columns. */
const MAX_HOST = 52;

const rect = (kind: string, { x, y, width, height }: Rect, radius: number): string =>
  `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`;

export const text = (kind: string, x: number, y: number, content: string): string =>
  `<text class="${kind}" x="${x}" y="${y}">${xml(content)}</text>`;

/** A filled disc is up; a ring is anything else, so that it can be told without colours. */
function dot({ state }: PictureLink, x: number, y: number): string {
  if (state === undefined) return '';
  const kind =
    state === 'up' ? 'tl-on' : `tl-off ${state === 'down' || state === 'missing' ? 'tl-bad' : 'tl-warn'}`;
  return `<circle class="${kind}" cx="${x}" cy="${y}" r="3.5"/>`;
}

const marks = (on: boolean, owned: boolean): string => `${on ? ' tl-path' : ''}${owned ? '' : ' tl-foreign'}`;

function drawBox(box: Box): string {
  const { link, text: content, x, y, width, height } = box;
  const { inset, dot: indent, nameBase, lineBase, line } = boxGrid;
  const left = x + inset;
  const start = link.state === undefined ? left : left + indent;
  const stripe = { x: x + 5, y: y + 6, width: 3, height: height - 12 };
  return [
    '<g>',
    `<title>${xml(sentenceOf(link))}</title>`,
    rect(`tl-box${marks(link.onManagementPath, link.owned)}`, box, 6),
    rect(`tl-${link.column}`, stripe, 1.5),
    dot(link, left + 3.5, y + nameBase - 4.5),
    text('tl-name', start, y + nameBase, content.name),
    ...(content.badge === '' ? [] : [text('tl-badge', x + width - inset, y + nameBase, content.badge)]),
    ...content.lines.map((one, index) =>
      text(`tl-line tl-${one.tone}`, start, y + lineBase + index * line, one.text),
    ),
    '</g>',
  ].join('');
}

const drawCurve = ({ edge, path }: Curve): string =>
  `<path class="tl-edge${edge.onManagementPath ? ' tl-path' : ''}" d="${path}"><title>${xml(edgeSentence(edge))}</title></path>`;

/** One host: its name, the five columns, edges below boxes. */
export function drawHost({ picture, lanes, boxes, curves }: HostLayout, above: number): string[] {
  const top = lanes[0]!.y - above;
  // What is drawn later lies above: the management path over the other edges.
  const ordered = [...curves].sort(
    (a, b) => Number(a.edge.onManagementPath) - Number(b.edge.onManagementPath),
  );
  return [
    text('tl-host', 0, top + 16, clip(plain(picture.host), MAX_HOST)),
    text('tl-about', 0, top + 35, `${originText(picture)} · ${countText(picture)}`),
    ...lanes.map(lane => rect('tl-lane', lane, 8)),
    ...lanes.map((lane, index) =>
      text('tl-heading tl-muted', lane.x + 12, lane.y + 19, headings[columns[index]!]),
    ),
    ...ordered.map(drawCurve),
    ...boxes.map(drawBox),
  ];
}
