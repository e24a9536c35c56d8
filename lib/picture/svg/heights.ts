import type { Cell, Lanes } from './lanes';
import { settle } from './settle';

const NEAR = 7;
const FAR = 16;
const ROUNDS = 24;
/** How much the wish of a cell counts whose neighbours have others as well: a path that goes straight on is worth more. */
const OF_MANY = 0.001;
/** What is joined to nothing stays where it is, unless others need its place. */
const ALONE = 0.00001;

/** Ports of one bridge stand close together, what belongs to another path keeps away. */
function gapBetween(before: Cell, cell: Cell): number {
  const kin = (a: readonly Cell[], b: readonly Cell[]) => a.some(one => b.includes(one));
  return kin(before.left, cell.left) || kin(before.right, cell.right) ? NEAR : FAR;
}

const distances = (column: readonly Cell[]): number[] =>
  column.map((cell, index) => {
    const before = column[index - 1];
    return before ? (before.height + cell.height) / 2 + gapBetween(before, cell) : 0;
  });

type Side = 'left' | 'right';
const other = (side: Side): Side => (side === 'left' ? 'right' : 'left');

/** Where a cell would like to be: level with neighbours that have no other; else amid those that share it. */
function wishOf(cell: Cell, sides: readonly Side[], middles: ReadonlyMap<Cell, number>) {
  const neighbours = sides.flatMap(side =>
    cell[side].map(one => ({ one, only: one[other(side)].length === 1 })),
  );
  const only = neighbours.filter(neighbour => neighbour.only);
  const drawn = only.length > 0 ? only : neighbours;
  const sum = drawn.reduce((total, { one }) => total + middles.get(one)!, 0);
  if (drawn.length === 0) return { at: middles.get(cell)!, weight: ALONE };
  return { at: sum / drawn.length, weight: only.length > 0 ? only.length : OF_MANY };
}

/** The middle of every cell: each column as straight to its neighbours as its boxes allow, from the fullest on. */
export function middlesOf({ columns }: Lanes): ReadonlyMap<Cell, number> {
  const middles = new Map<Cell, number>();
  const apart = columns.map(distances);
  const lengths = apart.map(list => list.reduce((sum, one) => sum + one, 0));
  const fullest = lengths.indexOf(lengths.reduce((most, one) => Math.max(most, one), 0));

  for (const [index, column] of columns.entries()) {
    let middle = 0;
    for (const [at, cell] of column.entries()) {
      middle += apart[index]![at]!;
      middles.set(cell, middle);
    }
  }
  const align = (index: number, ...sides: Side[]) => {
    const column = columns[index]!;
    const wishes = column.map((cell, at) => ({
      ...wishOf(cell, sides, middles),
      distance: apart[index]![at]!,
    }));
    for (const [at, middle] of settle(wishes).entries()) middles.set(column[at]!, middle);
  };
  for (let index = fullest + 1; index < columns.length; index++) align(index, 'left');
  for (let index = fullest - 1; index >= 0; index--) align(index, 'right');
  for (let round = 0; round < ROUNDS; round++)
    for (const index of columns.keys()) align(index, 'left', 'right');

  const top = [...middles].reduce((least, [cell, middle]) => Math.min(least, middle - cell.height / 2), 0);
  return new Map([...middles].map(([cell, middle]) => [cell, Math.round(middle - top)]));
}
