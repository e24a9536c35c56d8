import { TransportError, TrunklineError } from '../../lib/errors';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Surveyed } from './survey';

/** How one host stands at the end, in one word or two. */
export type Status =
  | 'no changes'
  | 'changes'
  | 'checks failed'
  | 'unreachable'
  | 'error'
  | 'confirmed'
  | 'reverted'
  | 'revert failed'
  | 'refused'
  | 'not started'
  | 'lost'
  | 'clean'
  | 'drift'
  | 'never applied';

export const exitOf: Readonly<Record<Status, ExitCode>> = {
  'no changes': EXIT.done,
  confirmed: EXIT.done,
  clean: EXIT.done,
  drift: EXIT.changes,
  'never applied': EXIT.changes,
  changes: EXIT.changes,
  'not started': EXIT.changes,
  'checks failed': EXIT.checks,
  unreachable: EXIT.partial,
  reverted: EXIT.reverted,
  'revert failed': EXIT.error,
  refused: EXIT.error,
  lost: EXIT.error,
  error: EXIT.error,
};

const byCode: Readonly<Record<string, Status>> = {
  reverted: 'reverted',
  'revert-failed': 'revert failed',
  // The change was begun and the host does not answer any more.
  unreachable: 'lost',
  locked: 'refused',
  stale: 'refused',
  refused: 'refused',
  'changed-since-plan': 'refused',
};

/** What an error makes of a host. */
export function statusOfError(error: unknown): Status {
  if (error instanceof TransportError) return 'unreachable';
  const code = error instanceof TrunklineError ? (error.code ?? '') : '';
  return /^TL\d{3}$/.test(code) ? 'checks failed' : (byCode[code] ?? 'error');
}

/** How a host stands when nothing has been changed yet. */
export function statusOf({ prepared, findings, error }: Surveyed): Status {
  if (!prepared) return statusOfError(error);
  if (findings.some(finding => finding.severity === 'error')) return 'checks failed';
  return prepared.settled ? 'no changes' : 'changes';
}
