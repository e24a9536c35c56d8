import type { Step } from './step';

/** Steps that belong together, with the line that a person reads above them. */
export interface Passage {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** One step with the passage it came from. */
export interface Line {
  readonly title: string;
  readonly step: Step;
}

/**
 * `deploy` follows a fresh observation: no guards, and the first failure ends it.
 * `guarded` is safe from any state: each step asks first, and the others go on when one fails.
 */
export type Mode = 'deploy' | 'guarded';

/** How the lines of one process are written. `onFailure` is what sh does when the process fails. */
export interface Tool {
  /** Whether a line goes into the same process as those before it. */
  joins(group: readonly Line[], line: Line, mode: Mode): boolean;
  render(lines: readonly Line[], mode: Mode, onFailure: string): string;
}
