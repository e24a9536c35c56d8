import type { Branch } from '../forest';
import { flowOf, forest } from '../forest';
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

/** Sorts links and bends into the five columns, in the order in which the tree tells them: then no edge crosses. */
export function lanesOf(picture: HostPicture): Lanes {
  const lanes: Cell[][] = columns.map(() => []);
  const byName = new Map(picture.links.map(link => [link.name, link]));
  const isGuest = (name: string) => byName.get(name)?.column === 'guest';
  const cells = new Map<string, Cell>();
  const routes: Route[] = [];
  const pending = gather(picture.edges, edge => {
    const { from, to } = flowOf(edge, isGuest);
    return JSON.stringify([from, to]);
  });
  const bendsOf = new Map<PictureEdge, Cell[]>();

  const place = (column: number, height: number, rest: Pick<Cell, 'name' | 'text'> = {}): Cell => {
    const cell: Cell = { column, height, ...rest, left: [], right: [] };
    lanes[column]!.push(cell);
    return cell;
  };
  const placeLink = (name: string) => {
    const link = byName.get(name)!;
    if (cells.has(name)) return;
    const text = boxText(link);
    cells.set(name, place(columns.indexOf(link.column), boxHeight(text), { name, text }));
  };
  const columnOf = (name: string): number => columns.indexOf(byName.get(name)!.column);
  const bend = (edge: PictureEdge) => {
    if (bendsOf.has(edge)) return;
    const [first, last] = [columnOf(edge.lower), columnOf(edge.upper)].sort((a, b) => a - b) as [
      number,
      number,
    ];
    const between = Array.from({ length: Math.max(0, last - first - 1) }, (_, index) => first + 1 + index);
    bendsOf.set(
      edge,
      between.map(column => place(column, 0)),
    );
  };
  const bendBetween = (from: string, to: string) => {
    for (const edge of pending.get(JSON.stringify([from, to])) ?? []) bend(edge);
  };
  const visit = ({ link, feeders, branches, again }: Branch) => {
    if (again) return;
    for (const feeder of feeders) {
      placeLink(feeder.name);
      bendBetween(feeder.name, link.name);
    }
    placeLink(link.name);
    for (const branch of branches) {
      bendBetween(link.name, branch.link.name);
      visit(branch);
    }
  };
  forest(picture).forEach(visit);

  for (const edge of picture.edges) {
    bend(edge);
    const ends = [cells.get(edge.lower)!, cells.get(edge.upper)!].sort((a, b) => a.column - b.column) as [
      Cell,
      Cell,
    ];
    const chain = [ends[0], ...bendsOf.get(edge)!, ends[1]];
    routes.push({ edge, cells: chain });
    if (ends[0].column === ends[1].column) continue;
    for (const [index, cell] of chain.entries()) {
      const next = chain[index + 1];
      if (next) {
        cell.right.push(next);
        next.left.push(cell);
      }
    }
  }
  return { columns: lanes, routes };
}
