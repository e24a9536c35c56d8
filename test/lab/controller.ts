import { realWorld } from '../../bin/real-world';
import { kinds } from '../../constructs/kinds';
import { apply, type Stage } from '../../lib/apply/apply';
import type { Intent } from '../../lib/intent/intent';
import type { SshTarget } from '../../lib/ssh';

/** A controller in a process of its own, which a signal hits at a stage: `node --import tsx controller.ts JSON`. */
export interface Orders {
  readonly target: SshTarget;
  readonly intent: Intent;
  readonly at?: Stage['stage'];
  /** Whether the stage is hit while a named change is under way. */
  readonly during?: true;
  readonly signal?: NodeJS.Signals;
  readonly times?: number;
}

const {
  target,
  intent,
  at,
  during,
  signal: name = 'SIGKILL',
  times = 1,
} = JSON.parse(process.argv[2]!) as Orders;

let left = times;
const onStage = (stage: Stage): void => {
  process.stdout.write(`${JSON.stringify(stage)}\n`);
  if (stage.stage !== at || (during && !('what' in stage && stage.what))) return;
  // Two signals of a kind that are pending at once are one.
  if (left-- > 0) process.kill(process.pid, name);
  if (left > 0) setTimeout(() => process.kill(process.pid, name), 200);
};

realWorld()
  .guard(signal => apply({ registry: kinds, target, intent, signal, onStage }))
  .then(
    ({ result }) => process.stdout.write(`${result}\n`),
    (error: Error & { code?: string }) => {
      process.stderr.write(`${error.code ?? ''} ${error.message}\n`);
      process.exitCode = 1;
    },
  );
