import type { HostPicture } from '../picture';
import { plain } from '../text';
import { countText, originText } from '../words';
import { drawHost } from './draw';
import { drawKey } from './key';
import { layout } from './layout';
import { styleSheet, type Theme } from './theme';
import { digest, xml } from './xml';

export interface SvgOptions {
  /** What the picture is called to those who cannot see it. @default the hosts' names */
  readonly title?: string;
  /** @default 'auto': as the reader's system is, light or dark */
  readonly theme?: Theme;
}

const MARGIN = 20;
const ABOVE_HOST = 48;
const BETWEEN_HOSTS = 34;
const KEY = 36;

/** What the picture shows, in sentences. */
function describe(picture: HostPicture): string {
  const path = picture.links.filter(link => link.onManagementPath).map(link => plain(link.name));
  const way = path.length === 0 ? '' : ` The management path goes over ${path.join(', ')}.`;
  return `${plain(picture.host)}, ${originText(picture)}: ${countText(picture)}.${way}`;
}

/** Titles and descriptions are read aloud: many hosts are told by their number. */
const MANY = 8;

/** Hosts as one drawing, five columns each, that needs no other file: for pages, documents and merge requests. */
export function renderSvg(pictures: readonly HostPicture[], options: SvgOptions = {}): string {
  const { theme = 'auto' } = options;
  const names = pictures.map(picture => plain(picture.host));
  const told = names.length > MANY ? `${names.length} hosts` : names.join(', ');
  const title = options.title ?? `Network of ${told || 'no host'}`;
  const about = pictures.slice(0, MANY).map(describe).join(' ');
  const { hosts, width: inner, height: tall } = layout(pictures, ABOVE_HOST, BETWEEN_HOSTS);
  const body = [
    ...hosts.flatMap(host => drawHost(host, ABOVE_HOST)),
    ...drawKey(pictures, tall + KEY - 8),
  ].join('\n');
  const width = inner + 2 * MARGIN;
  const height = tall + KEY + 2 * MARGIN;
  const id = `tl-${digest(`${theme}${title}${body}`)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" id="${id}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-about" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title id="${id}-title">${xml(title)}</title>
<desc id="${id}-about">${xml(about)}</desc>
<style>
${styleSheet(id, theme)}
</style>
<rect class="tl-page" width="${width}" height="${height}" rx="10"/>
<g transform="translate(${MARGIN} ${MARGIN})">
${body}
</g>
</svg>
`;
}
