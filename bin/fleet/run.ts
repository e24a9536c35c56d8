import type { Call } from '../command';
import { EXIT, type ExitCode, worst } from '../exit-codes';
import { planBlock } from '../output/block';
import { errorJson, printDocument } from '../output/document';
import { countEnded, type Ended, printTable } from '../output/ending';
import { hostJson } from '../output/host-json';
import { outcomeBlock, outcomeText } from '../output/outcome';
import { makeProgress } from '../output/progress';
import { agreed, mustBeAbleToAsk } from './consent';
import { look } from './look';
import type { Member } from './member';
import { exitOf, statusOf } from './status';
import type { Surveyed } from './survey';
import { type Outcome, standing, work } from './work';

export interface RunFlags {
  readonly yes?: true;
  readonly parallel: number;
  readonly keepGoing?: true;
}

/** What a command calls its work. */
export interface Words {
  readonly command: string;
  /** `Apply 12 changes to 3 hosts?` */
  readonly question: (changes: number, hosts: number) => string;
  readonly next?: string;
  /** What success is called. @default 'confirmed as revision ...' */
  readonly done?: string;
}

const endedOf = ({ surveyed, status, seconds }: Outcome): Ended => ({
  host: surveyed.member.label,
  status,
  changes: surveyed.prepared?.plan.changes.length,
  seconds,
});

const count = (surveyed: readonly Surveyed[]): number =>
  surveyed.reduce((sum, { prepared }) => sum + (prepared?.plan.changes.length ?? 0), 0);

const again = 'next: see why, and run it again; hosts that are done stay as they are';
const nextAfter: Partial<Record<ExitCode, string>> = {
  [EXIT.checks]: 'next: see the findings above, change the description, `cdktf synth`, and run it again',
  [EXIT.error]: again,
  [EXIT.partial]: again,
  [EXIT.reverted]: again,
  [EXIT.changes]: again,
};

function finish({ output }: Call<RunFlags>, words: Words, outcomes: readonly Outcome[]): ExitCode {
  const code = worst(outcomes.map(({ status }) => exitOf[status]));
  const ended = outcomes.map(endedOf);
  // Hosts on which nothing was done have been told of with the plan.
  const { done } = words;
  const worked = outcomes.filter(({ status, surveyed }) => status !== statusOf(surveyed));
  for (const outcome of worked) output.data(outcomeBlock(outcome, done, output.paint));
  if (worked.length > 0) output.data('');
  printTable(output, ended);
  if (output.json) {
    const hosts = outcomes.map(outcome => ({
      ...hostJson(outcome.surveyed, outcome.status),
      seconds: outcome.seconds,
      text: outcomeText(outcome, done),
      ...(outcome.revision !== undefined && { revision: outcome.revision }),
      ...(outcome.error !== undefined && { error: errorJson(outcome.error) }),
    }));
    printDocument(output, words.command, code, {
      summary: countEnded(
        ended,
        code,
        outcomes.flatMap(one => one.surveyed.findings),
      ),
      hosts,
    });
  }
  const next = code === EXIT.done ? words.next : nextAfter[code];
  if (next) output.hint(next);
  return code;
}

/** Plans, shows, asks, applies in waves, and tells: what `apply`, `destroy` and `revert` have in common. */
export async function planAndApply(
  call: Call<RunFlags>,
  members: readonly Member[],
  words: Words,
): Promise<ExitCode> {
  const { flags, world, output } = call;
  mustBeAbleToAsk(world, output, flags.yes, words.command);
  const surveyed = await look(call, members, flags.parallel);
  for (const one of surveyed) output.data(planBlock(one, output.paint));
  const ready = surveyed.filter(one => statusOf(one) === 'changes');
  const barred = surveyed.some(one => !['changes', 'no changes', 'unreachable'].includes(statusOf(one)));
  // A finding that forbids one host stops the work before any host is touched.
  const todo = barred && !flags.keepGoing ? [] : ready;
  const waiting = (one: Surveyed): Outcome =>
    ready.includes(one) ? { surveyed: one, status: 'not started', seconds: 0 } : standing(one);
  if (todo.length === 0) return finish(call, words, surveyed.map(waiting));
  if (!(await agreed(world, flags.yes, words.question(count(todo), todo.length)))) {
    output.talk('nothing was changed');
    return EXIT.changes;
  }
  const progress = makeProgress(world, output);
  const outcomes = await world.guard(signal =>
    work(todo, {
      parallel: flags.parallel,
      keepGoing: flags.keepGoing,
      signal,
      onStage: (host, stage) => progress.tell(host, stage),
    }).finally(() => progress.end()),
  );
  const byHost = new Map(outcomes.map(outcome => [outcome.surveyed, outcome]));
  return finish(
    call,
    words,
    surveyed.map(one => byHost.get(one) ?? standing(one)),
  );
}
