import { columns, type HostPicture, type PictureEdge, type PictureLink } from '../picture';
import { type BoxText, boxWidth } from './box';
import { middlesOf } from './heights';
import { type Cell, type Lanes, lanesOf } from './lanes';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Box extends Rect {
  readonly link: PictureLink;
  readonly text: BoxText;
}

export interface Curve {
  readonly edge: PictureEdge;
  /** Of SVG's path element. */
  readonly path: string;
}

export interface HostLayout {
  readonly picture: HostPicture;
  /** The five columns, as wide for every host of a picture. */
  readonly lanes: readonly Rect[];
  readonly boxes: readonly Box[];
  readonly curves: readonly Curve[];
  readonly height: number;
}

/** Between columns; wider where edges climb high, so that they stay apart. */
const GUTTER = 46;
const WIDEST_GUTTER = 110;
const CLIMB = 14;
const LANE_PAD = 8;
const LEAST_WIDTH = 74;
/** Of a lane's heading. */
const HEADING = 30;

/** Columns over all hosts, so that what belongs together stands below each other. */
interface Grid {
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
  readonly width: number;
}

interface Placed extends Lanes {
  readonly picture: HostPicture;
  readonly middles: ReadonlyMap<Cell, number>;
}

/** How far edges climb from a column to the next. */
const climb = (placed: readonly Placed[], column: number): number =>
  placed
    .flatMap(({ columns: lanes, middles }) =>
      lanes[column]!.flatMap(cell =>
        cell.right.map(next => Math.abs(middles.get(cell)! - middles.get(next)!)),
      ),
    )
    .reduce((most, one) => Math.max(most, one), 0);

function gridOf(placed: readonly Placed[]): Grid {
  const lefts: number[] = [];
  const widths: number[] = [];
  let x = LANE_PAD;
  for (const column of columns.keys()) {
    const width = placed
      .flatMap(lanes => lanes.columns[column]!)
      .reduce((most, cell) => Math.max(most, cell.text ? boxWidth(cell.text) : 0), LEAST_WIDTH);
    lefts.push(x);
    widths.push(width);
    const gutter = Math.round(climb(placed, column) / CLIMB) + GUTTER - 8;
    x += width + Math.min(WIDEST_GUTTER, Math.max(GUTTER, gutter));
  }
  return { lefts, widths, width: lefts.at(-1)! + widths.at(-1)! + LANE_PAD };
}

/** A smooth way through the middles: curves in the gutters, straight lines past the boxes of a column. */
function pathOf(
  cells: readonly Cell[],
  spanOf: (cell: Cell) => { left: number; right: number; y: number },
): string {
  const [first, second] = cells as [Cell, Cell];
  const from = spanOf(first);
  if (first.column === second.column) {
    const to = spanOf(second);
    const x = from.right + GUTTER * 0.6;
    return `M${from.right} ${from.y}C${x} ${from.y} ${x} ${to.y} ${to.right} ${to.y}`;
  }
  let path = `M${from.right} ${from.y}`;
  let at = { x: from.right, y: from.y };
  for (const [index, cell] of cells.slice(1).entries()) {
    const to = spanOf(cell);
    const half = (at.x + to.left) / 2;
    path += at.y === to.y ? `H${to.left}` : `C${half} ${at.y} ${half} ${to.y} ${to.left} ${to.y}`;
    if (index < cells.length - 2) path += `H${to.right}`;
    at = { x: to.right, y: to.y };
  }
  return path;
}

function layoutHost(
  { picture, columns: lanes, routes, middles }: Placed,
  grid: Grid,
  top: number,
): HostLayout {
  const { lefts, widths } = grid;
  const cells = lanes.flat();
  const lowest = cells.reduce((most, cell) => Math.max(most, middles.get(cell)! + cell.height / 2), 0);
  const height = HEADING + lowest + LANE_PAD;
  const spanOf = (cell: Cell) => ({
    left: lefts[cell.column]!,
    right: lefts[cell.column]! + widths[cell.column]!,
    y: top + HEADING + middles.get(cell)!,
  });
  const byName = new Map(picture.links.map(link => [link.name, link]));
  return {
    picture,
    lanes: columns.map((_, index) => ({
      x: lefts[index]! - LANE_PAD,
      y: top,
      width: widths[index]! + 2 * LANE_PAD,
      height,
    })),
    boxes: cells.flatMap(cell => {
      const link = cell.name === undefined ? undefined : byName.get(cell.name);
      if (!link || !cell.text) return [];
      const { left: x, right, y } = spanOf(cell);
      return [{ link, text: cell.text, x, y: y - cell.height / 2, width: right - x, height: cell.height }];
    }),
    curves: routes.map(({ edge, cells: way }) => ({ edge, path: pathOf(way, spanOf) })),
    height,
  };
}

export interface Layout {
  readonly hosts: readonly HostLayout[];
  readonly width: number;
  readonly height: number;
}

/** Places hosts below each other; `above` is the room over each for its name. */
export function layout(pictures: readonly HostPicture[], above: number, between: number): Layout {
  const placed = pictures.map((picture): Placed => {
    const lanes = lanesOf(picture);
    return { ...lanes, picture, middles: middlesOf(lanes) };
  });
  const grid = gridOf(placed);
  const hosts: HostLayout[] = [];
  let top = 0;
  for (const one of placed) {
    const host = layoutHost(one, grid, top + above);
    hosts.push(host);
    top += above + host.height + between;
  }
  return { hosts, width: grid.width, height: Math.max(0, top - between) };
}
