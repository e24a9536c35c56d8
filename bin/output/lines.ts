import { kinds } from '../../constructs/kinds';
import type { Prepared } from '../../lib/apply/prepare';
import { visible } from '../../lib/errors';
import type { Finding } from '../../lib/plan/checks/check';
import { describeAll, summary } from '../../lib/plan/describe';
import type { Paint } from './output';

const LONGEST = 4000;

/** A change in the colour of its sign. */
function paintChange(line: string, paint: Paint): string {
  const text = visible(line, LONGEST);
  if (text.startsWith('+')) return paint.green(text);
  if (text.startsWith('-')) return paint.red(text);
  return paint.yellow(text);
}

export const changeLines = ({ plan }: Prepared, paint: Paint): string[] =>
  describeAll(kinds, plan).map(line => paintChange(line, paint));

/** What is as it should be: `  bond bond0`. */
export function unchangedLines({ plan }: Prepared): string[] {
  const changed = new Set(plan.changes.map(change => change.id));
  return plan.candidates
    .filter(({ id, wanted }) => wanted && !changed.has(id))
    .map(({ resource, wanted }) => {
      const kind = kinds.of(resource);
      return visible(`  ${kind.name} ${kind.describe(wanted ?? resource.props)}`, LONGEST);
    });
}

export function summaryLine({ plan, settled }: Prepared): string {
  if (plan.changes.length > 0) return summary(plan.changes);
  return settled ? 'no changes' : 'no changes to the network; only the record on the host is written';
}

/** Where a code is explained. */
export const pageOf = (code: string): string => `docs/checks/${code}.md`;

/** A finding with where it comes from, what to do, and where to read on. */
export function findingLines({ code, severity, message, remedy, path }: Finding, paint: Paint): string[] {
  const colour = severity === 'error' ? paint.red : paint.yellow;
  return [
    `${colour(`${severity} ${code}`)} ${visible(message, LONGEST)}`,
    ...(path ? [`  at:  ${path}`] : []),
    `  do:  ${visible(remedy, LONGEST)}`,
    `  see: ${pageOf(code)}`,
  ];
}
