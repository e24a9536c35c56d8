import { EXIT } from '../exit-codes';
import { exitOf } from '../fleet/status';
import type { Outcome } from '../fleet/work';
import { errorText } from './document';
import { many } from './many';
import type { Paint } from './output';

/** Why a host took a change back: what went wrong first, without what was made of it. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return errorText(cause instanceof Error ? cause : error);
}

/** How a host ended, in a sentence. `done` is what the command calls success. */
export function outcomeText({ status, revision, surveyed, error }: Outcome, done?: string): string {
  const changes = many(surveyed.prepared?.plan.changes.length ?? 0, 'change');
  switch (status) {
    case 'confirmed':
      return `${done ?? `confirmed as revision ${revision}`} over a new connection: ${changes}`;
    case 'not started':
      return 'not started, since another host failed or it was interrupted; nothing was changed';
    case 'reverted':
      return `reverted: ${changes} taken back and the host as before, because: ${reasonOf(error)}`;
    default:
      return error === undefined ? status : `${status}: ${errorText(error)}`;
  }
}

/** The block of a host after the work. */
export function outcomeBlock(outcome: Outcome, done: string | undefined, paint: Paint): string {
  const code = exitOf[outcome.status];
  const colour = code === EXIT.done ? paint.green : code === EXIT.changes ? paint.yellow : paint.red;
  return `${paint.bold(outcome.surveyed.member.label)}  ${colour(outcomeText(outcome, done))}`;
}
