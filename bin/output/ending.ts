import type { ExitCode } from '../exit-codes';
import type { Status } from '../fleet/status';
import type { Output, Paint } from './output';
import { renderTable } from './table';

/** One row of the table at the end of a run. */
export interface Ended {
  readonly host: string;
  readonly status: Status | 'clean' | 'drift' | 'never applied';
  readonly changes?: number;
  readonly seconds: number;
}

const good = ['no changes', 'confirmed', 'clean'];
const open = ['changes', 'not started', 'drift', 'never applied'];

function colourOf(status: string, paint: Paint): (text: string) => string {
  if (good.includes(status)) return paint.green;
  return open.includes(status) ? paint.yellow : paint.red;
}

/** The table of a run: host, state, changes, seconds. */
export function printTable(output: Output, ended: readonly Ended[]): void {
  const rows = [
    ['host', 'state', 'changes', 'seconds'],
    ...ended.map(({ host, status, changes, seconds }) => [
      host,
      status,
      changes === undefined ? '-' : String(changes),
      seconds.toFixed(1),
    ]),
  ];
  const { paint } = output;
  const text = renderTable(rows, (cell, row, column) => {
    if (row === 0) return paint.dim(cell);
    return column === 1 ? colourOf(ended[row - 1]!.status, paint)(cell) : cell;
  });
  output.data(text);
}

/** The same in figures, for the document. */
export function countEnded(ended: readonly Ended[], code: ExitCode): Record<string, unknown> {
  const states: Record<string, number> = {};
  for (const { status } of ended) states[status] = (states[status] ?? 0) + 1;
  const changes = ended.reduce((sum, one) => sum + (one.changes ?? 0), 0);
  return { hosts: ended.length, changes, states, changes_pending: code === 2 };
}
