import type { Outcome } from '../fleet/work';
import { errorText } from './document';
import type { Paint } from './output';

/** One sentence on how a host ended. */
function sentence({ status, revision, surveyed }: Outcome, paint: Paint): string {
  const count = surveyed.prepared?.plan.changes.length ?? 0;
  switch (status) {
    case 'confirmed':
      return paint.green(
        `confirmed over a new connection: ${count} ${count === 1 ? 'change' : 'changes'}, now revision ${revision}`,
      );
    case 'no changes':
      return 'nothing to do';
    case 'not started':
      return paint.yellow(
        'not started, since another host failed or it was interrupted; nothing was changed',
      );
    case 'reverted':
      return paint.red(`reverted: ${count} ${count === 1 ? 'change was' : 'changes were'} taken back`);
    case 'checks failed':
      return paint.red('checks failed; nothing was changed');
    default:
      return paint.red(status);
  }
}

/** The block of a host after the work. */
export function outcomeBlock(outcome: Outcome, paint: Paint): string {
  const { surveyed, error } = outcome;
  const lines = [`${paint.bold(surveyed.member.label)}  ${sentence(outcome, paint)}`];
  if (error !== undefined) lines.push(`  ${errorText(error)}`);
  return lines.join('\n');
}
