import { gather } from './gather';
import type { HostPicture } from './picture';
import { plain } from './text';
import { addressText, factsOf, whatIs } from './words';

/** Rows of plain text, safe for a terminal; each format escapes them in its own way. */
export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface TableOptions {
  /** @default 'markdown' */
  readonly format?: 'markdown' | 'html';
}

/** A table without the columns that say nothing. The first column stays: it names the row. */
function compact(title: string, header: readonly string[], rows: readonly (readonly string[])[]): Table {
  const kept = header.map((_, index) => index === 0 || rows.some(row => row[index] !== ''));
  const keep = (row: readonly string[]): string[] => row.filter((_, index) => kept[index]);
  return { title, header: keep(header), rows: rows.map(keep) };
}

const owner = (owned: boolean): string => (owned ? 'Trunkline' : 'foreign');

/** The links of a picture in the order of its columns, with the same facts. */
export function linkTable({ host, links, edges }: HostPicture): Table {
  const below = gather(edges, edge => edge.upper);
  const header = ['Link', 'Is', 'Over', 'State', 'MTU', 'MAC', 'Addresses', 'Facts', 'Owner'];
  const rows = links.map(link => [
    plain(link.name),
    whatIs(link),
    (below.get(link.name) ?? []).map(edge => plain(edge.lower)).join(', '),
    link.state ?? '',
    link.mtu === undefined ? '' : String(link.mtu),
    link.mac === undefined ? '' : plain(link.mac),
    link.addresses.map(addressText).join(', '),
    [...factsOf({ ...link, addresses: [] }), ...(link.onManagementPath ? ['management path'] : [])].join(
      ', ',
    ),
    owner(link.owned),
  ]);
  return compact(`Links of ${plain(host)}`, header, rows);
}

/** What is no link: routes, name servers, sysctls. */
export const noteTable = ({ host, notes }: HostPicture): Table =>
  compact(
    `Also on ${plain(host)}`,
    ['Kind', 'What', 'Owner'],
    notes.map(note => [plain(note.kind), plain(note.text), owner(note.owned)]),
  );

/** Letters that markdown, or the HTML that it lets through, would read as more than text. */
const markdownText = (text: string): string =>
  text.replace(/[&<>]/g, sign => htmlSigns[sign]!).replace(/[\\`*_[\]|~$]/g, '\\$&');

const htmlSigns: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const htmlText = (text: string): string => text.replace(/[&<>"']/g, sign => htmlSigns[sign]!);

function markdown({ title, header, rows }: Table): string {
  const line = (row: readonly string[]): string => `| ${row.map(markdownText).join(' | ')} |`;
  return `**${markdownText(title)}**\n\n${[line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

function html({ title, header, rows }: Table): string {
  const heads = header.map(text => `<th scope="col">${htmlText(text)}</th>`).join('');
  const body = rows.map(([first = '', ...rest]) => {
    const cells = rest.map(text => `<td>${htmlText(text)}</td>`).join('');
    return `    <tr><th scope="row">${htmlText(first)}</th>${cells}</tr>\n`;
  });
  return `<table>
  <caption>${htmlText(title)}</caption>
  <thead>
    <tr>${heads}</tr>
  </thead>
  <tbody>
${body.join('')}  </tbody>
</table>
`;
}

/** The facts of a picture as text, to stand beside it: for those who cannot see it, and to copy from. */
export function renderTable(picture: HostPicture, options: TableOptions = {}): string {
  const print = options.format === 'html' ? html : markdown;
  const tables = [linkTable(picture), noteTable(picture)].filter(table => table.rows.length > 0);
  return tables.map(print).join('\n');
}
