import type { Finding, Severity } from '../../lib/plan/checks/check';
import { EXIT, type ExitCode } from '../exit-codes';
import { exitOf, type Status } from '../fleet/status';
import type { Output, Paint } from './output';
import { renderTable } from './table';

/** One row of the table at the end of a run. */
export interface Ended {
  readonly host: string;
  readonly status: Status;
  readonly changes?: number;
  readonly seconds: number;
}

function colourOf(status: Status, paint: Paint): (text: string) => string {
  const code = exitOf[status];
  if (code === EXIT.done) return paint.green;
  return code === EXIT.changes ? paint.yellow : paint.red;
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
export function countEnded(
  ended: readonly Ended[],
  code: ExitCode,
  findings: readonly Finding[] = [],
): Record<string, unknown> {
  const of = (severity: Severity) => findings.filter(finding => finding.severity === severity).length;
  const states: Record<string, number> = {};
  for (const { status } of ended) states[status] = (states[status] ?? 0) + 1;
  const changes = ended.reduce((sum, one) => sum + (one.changes ?? 0), 0);
  return {
    hosts: ended.length,
    changes,
    states,
    changes_pending: code === EXIT.changes,
    findings: { error: of('error'), warning: of('warning') },
  };
}
