/** What the process says by its exit code. The table is part of the interface: it is in `--help` and in the docs. */
export const EXIT = {
  done: 0,
  error: 1,
  changes: 2,
  checks: 3,
  partial: 4,
  reverted: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const exitMeanings: Readonly<Record<ExitCode, string>> = {
  0: 'nothing to do, or done',
  1: 'error',
  2: 'changes pending',
  3: 'checks failed; nothing was changed',
  4: 'partial: some hosts could not be reached',
  5: 'reverted: a change was taken back',
};

/** When hosts end differently, the first of these that any of them has. */
const worstFirst: readonly ExitCode[] = [
  EXIT.error,
  EXIT.reverted,
  EXIT.checks,
  EXIT.partial,
  EXIT.changes,
  EXIT.done,
];

export const worst = (codes: readonly ExitCode[]): ExitCode =>
  worstFirst.find(code => codes.includes(code)) ?? EXIT.done;

export const exitTable = (): string =>
  Object.entries(exitMeanings)
    .map(([code, meaning]) => `  ${code}  ${meaning}`)
    .join('\n');
