import { createColors } from 'picocolors';
import { gather } from './gather';
import type { HostPicture, LinkCondition } from './picture';
import { cells, clip, pad, plain, widest } from './text';
import { type TreeRow, treeRows, wrap } from './tree-rows';
import { countText, originText } from './words';

export interface TreeOptions {
  /** @default false */
  readonly color?: boolean;
  /** Columns of the terminal. @default 100 */
  readonly width?: number;
}

type Colors = ReturnType<typeof createColors>;

/** Signs of path and ownership, before every name. */
const GUTTER = 3;
const LEAST_FOR_FACTS = 24;
const MAX_HOST = 64;

const stateColor = (state: LinkCondition | undefined): 'green' | 'red' | 'yellow' =>
  state === 'up' ? 'green' : state === 'down' || state === 'missing' ? 'red' : 'yellow';

const ownerSign = (owned: boolean): string => (owned ? '●' : '○');

/** A column as wide as its widest text; without any it takes no place. */
function widthOf(title: string, texts: readonly string[]): number {
  return texts.some(Boolean) ? widest([title, ...texts]) + 2 : 0;
}

function linkLines(rows: readonly TreeRow[], width: number, colors: Colors): string[] {
  const column = (title: string, textOf: (row: TreeRow) => string) => {
    const size = widthOf(title, rows.map(textOf));
    return { title: size === 0 ? '' : pad(title, size), size, textOf };
  };
  const name = column('LINK', row => row.prefix + row.name);
  const plainColumns = [
    column('IS', row => row.what),
    column('STATE', row => row.state),
    column('MTU', row => row.mtu),
  ];
  const before = GUTTER + [name, ...plainColumns].reduce((sum, one) => sum + one.size, 0);
  const heading = `${' '.repeat(GUTTER)}${[name, ...plainColumns].map(one => one.title).join('')}FACTS`;

  const lines = rows.flatMap(row => {
    const { link } = row;
    const [first = '', ...more] = wrap(row.facts, Math.max(LEAST_FOR_FACTS, width - before));
    const path = link.onManagementPath ? colors.cyan('▸') : ' ';
    const shown = link.onManagementPath
      ? colors.bold(colors.cyan(row.name))
      : link.owned
        ? colors.bold(row.name)
        : row.name;
    const rest = plainColumns.map(({ size, textOf }) => {
      const text = pad(textOf(row), size);
      return textOf(row) === link.state ? colors[stateColor(link.state)](text) : text;
    });
    const gap = ' '.repeat(name.size - cells(row.prefix + row.name));
    return [
      `${path}${ownerSign(link.owned)} ${colors.dim(row.prefix)}${shown}${gap}${rest.join('')}${first}`,
      ...more.map(line => `${' '.repeat(GUTTER)}${colors.dim(pad(row.below, before - GUTTER))}${line}`),
    ];
  });
  return [colors.dim(heading), ...lines, ''];
}

/** Routes, name servers and the like, by kind. */
function noteLines({ notes }: HostPicture, colors: Colors): string[] {
  const kinds = gather(notes, note => plain(note.kind));
  const size = widest([...kinds.keys()]) + 2;
  const lines = [...kinds].flatMap(([kind, ofKind]) =>
    ofKind.map(({ owned, text }, index) => {
      const name = pad(index === 0 ? kind : '', size);
      return ` ${ownerSign(owned)} ${colors.dim(name)}${plain(text)}`;
    }),
  );
  return lines.length === 0 ? [] : [...lines, ''];
}

/** The signs that occur, explained. */
function legend({ links, notes, managementAddress }: HostPicture, colors: Colors): string {
  const things = [...links, ...notes];
  const path = links.some(link => link.onManagementPath);
  const signs = [
    ...(things.some(thing => thing.owned) ? ["● Trunkline's"] : []),
    ...(things.some(thing => !thing.owned) ? ['○ foreign'] : []),
    ...(path ? [`▸ management path to ${plain(managementAddress)}`] : []),
  ];
  return colors.dim(` ${signs.join('   ')}`);
}

/** A host as a tree for the terminal: ports and the wire at the top, guests at the leaves, each link once. */
export function renderTree(picture: HostPicture, options: TreeOptions = {}): string {
  const { color = false, width = 100 } = options;
  const colors = createColors(color);
  const rows = treeRows(picture);
  const title = `${colors.bold(clip(plain(picture.host), MAX_HOST))}  ${colors.dim(`${originText(picture)}: ${countText(picture)}`)}`;
  const lines = [
    title,
    '',
    ...(rows.length === 0 ? [] : linkLines(rows, width, colors)),
    ...noteLines(picture, colors),
    legend(picture, colors),
  ];
  return `${lines
    .map(line => line.trimEnd())
    .join('\n')
    .trimEnd()}\n`;
}
