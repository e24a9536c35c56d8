import type { Outcome } from '../fleet/work';
import { errorText } from './document';
import { many } from './many';
import type { Paint } from './output';

/** One sentence on how a host ended. */
function sentence({ status, revision, surveyed }: Outcome, paint: Paint): string {
  const changes = many(surveyed.prepared?.plan.changes.length ?? 0, 'change');
  switch (status) {
    case 'confirmed':
      return paint.green(`confirmed over a new connection: ${changes}, now revision ${revision}`);
    case 'not started':
      return paint.yellow(
        'not started, since another host failed or it was interrupted; nothing was changed',
      );
    case 'reverted':
      return paint.red(`reverted: ${changes} taken back`);
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
