import { kinds } from '../../constructs/kinds';
import type { Verdict } from '../../lib/apply/follow';
import { inspect } from '../../lib/apply/inspect';
import type { PendingTransaction } from '../../lib/state/state';
import type { Call, Command } from '../command';
import { EXIT, type ExitCode } from '../exit-codes';
import { yes } from '../flags';
import { choose } from '../fleet/choose';
import { agreed, mustBeAbleToAsk } from '../fleet/consent';
import { type Member, nothingOf } from '../fleet/member';
import { previousOf } from '../fleet/previous';
import { planAndApply } from '../fleet/run';
import { takeBack } from '../fleet/take-back';
import { printDocument } from '../output/document';
import { many } from '../output/many';

interface RevertFlags {
  readonly yes?: true;
}

function sentence({ word, why }: Verdict): string {
  switch (word) {
    case 'reverted':
      return `reverted: the transaction was taken back (${why})`;
    case 'revert-failed':
      return `a step of taking it back failed (${why}); see /run/trunkline/outcome.log on the host`;
    case 'confirmed':
      return 'not reverted: it was confirmed just before';
    default:
      return `not reverted: ${why || 'the host does not know this transaction any more'}`;
  }
}

async function revertPending(
  { flags, world, output }: Call<RevertFlags>,
  member: Member,
  pending: PendingTransaction,
): Promise<ExitCode> {
  output.talk(`${member.label}: a transaction of ${pending.holder} is neither confirmed nor taken back`);
  if (!(await agreed(world, flags.yes, 'Take it back now?'))) {
    output.talk('nothing was changed');
    return EXIT.changes;
  }
  const verdict = await takeBack(member, pending);
  const code = verdict.word === 'reverted' ? EXIT.done : EXIT.error;
  output.data(`${member.label}  ${sentence(verdict)}`);
  if (output.json) {
    const summary = { hosts: 1, reverted: verdict.word === 'reverted' };
    const host = { host: member.label, pending, result: verdict.word, why: verdict.why };
    printDocument(output, 'revert', code, { summary, hosts: [host] });
  }
  return code;
}

export const revertCommand: Command<RevertFlags> = {
  name: 'revert',
  summary: 'Take back the transaction that is open on a host, or go back to the revision before the last',
  args: '<host>',
  options: [yes()],
  examples: ['trunkline revert kvm01', 'trunkline revert ssh://root@192.0.2.11'],

  async run(call) {
    const { flags, world, output } = call;
    mustBeAbleToAsk(world, output, flags.yes, 'revert');
    const member = choose(call, true)[0]!;
    const { state } = await inspect(kinds, member.ssh, nothingOf(member.intent));
    if (state.pending) return revertPending(call, member, state.pending);
    const previous = await previousOf(member, state);
    const revision = state.record!.revision;
    output.talk(`${member.label}: from revision ${revision} back to what revision ${revision - 1} was`);
    const withLimits = { ...call, flags: { ...flags, parallel: 1 } };
    return planAndApply(withLimits, [previous], {
      command: 'revert',
      question: changes => `Go back by ${many(changes, 'change')}?`,
      next: 'next: change the description too, or the next apply does the same again',
    });
  },
};
