import { type Branch, flowOf, forest } from '../forest';
import { gather } from '../gather';
import { columns, type HostPicture, type PictureEdge } from '../picture';
import { type BoxText, boxHeight, boxText } from './box';

/** A place in a column: a link's box, or the bend of an edge that passes the column by. */
export interface Cell {
  readonly column: number;
  readonly height: number;
  /** Name of the link; undefined for a bend. */
  readonly name?: string;
  readonly text?: BoxText;
  /** Cells of the columns at either side that an edge joins it to. */
  readonly left: Cell[];
  readonly right: Cell[];
}

/** An edge with the cells that it goes through, from left to right. */
export interface Route {
  readonly edge: PictureEdge;
  readonly cells: readonly Cell[];
}

export interface Lanes {
  readonly columns: readonly (readonly Cell[])[];
  readonly routes: readonly Route[];
}

const leftFirst = (a: Cell, b: Cell): [Cell, Cell] => (a.column <= b.column ? [a, b] : [b, a]);

/** Tells the cells at both sides of each gutter of one another. */
function join(cells: readonly Cell[]): void {
  for (const [index, cell] of cells.entries()) {
    const next = cells[index + 1];
    if (!next || next.column === cell.column) continue;
    cell.right.push(next);
    next.left.push(cell);
  }
}

/** Sorts links and bends into the five columns, in the order in which the tree tells them: then few edges cross. */
export function lanesOf(picture: HostPicture): Lanes {
  const lanes: Cell[][] = columns.map(() => []);
  const byName = new Map(picture.links.map(link => [link.name, link]));
  const columnOf = (name: string): number => columns.indexOf(byName.get(name)!.column);
  const edgesBetween = gather(picture.edges, edge => {
    const { from, to } = flowOf(edge, name => byName.get(name)?.column === 'guest');
    return JSON.stringify([from, to]);
  });
  const cells = new Map<string, Cell>();
  const bends = new Map<PictureEdge, Cell[]>();

  const place = (column: number, height: number, rest: Pick<Cell, 'name' | 'text'> = {}): Cell => {
    const cell: Cell = { column, height, ...rest, left: [], right: [] };
    lanes[column]!.push(cell);
    return cell;
  };
  const placeLink = (name: string) => {
    if (cells.has(name)) return;
    const text = boxText(byName.get(name)!);
    cells.set(name, place(columnOf(name), boxHeight(text), { name, text }));
  };
  const placeBends = (edge: PictureEdge) => {
    if (bends.has(edge)) return;
    const ends = [columnOf(edge.lower), columnOf(edge.upper)];
    const passed = [...columns.keys()].filter(
      column => Math.min(...ends) < column && column < Math.max(...ends),
    );
    bends.set(
      edge,
      passed.map(column => place(column, 0)),
    );
  };
  const placeBetween = (from: string, to: string) =>
    edgesBetween.get(JSON.stringify([from, to]))?.forEach(placeBends);

  const visit = ({ link, feeders, branches, again }: Branch) => {
    if (again) return;
    for (const feeder of feeders) {
      placeLink(feeder.name);
      placeBetween(feeder.name, link.name);
    }
    placeLink(link.name);
    for (const branch of branches) {
      placeBetween(link.name, branch.link.name);
      visit(branch);
    }
  };
  forest(picture).forEach(visit);

  const routes = picture.edges.map(edge => {
    placeBends(edge);
    const [first, last] = leftFirst(cells.get(edge.lower)!, cells.get(edge.upper)!);
    const way = [first, ...bends.get(edge)!, last];
    join(way);
    return { edge, cells: way };
  });
  return { columns: lanes, routes };
}
