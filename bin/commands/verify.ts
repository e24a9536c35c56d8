import { kinds } from '../../constructs/kinds';
import { today } from '../../lib/apply/apply';
import { prepare } from '../../lib/apply/prepare';
import type { Call, Command } from '../command';
import { EXIT, worst } from '../exit-codes';
import { parallel } from '../flags';
import { choose } from '../fleet/choose';
import { look } from '../fleet/look';
import { sameIntent } from '../fleet/same-intent';
import { exitOf, type Status, statusOfError } from '../fleet/status';
import { type Reader, readHost, type Surveyed } from '../fleet/survey';
import { planBlock } from '../output/block';
import { printDocument } from '../output/document';
import { countEnded, type Ended, printTable } from '../output/ending';
import { hostJson } from '../output/host-json';

interface VerifyFlags {
  readonly parallel: number;
}

/** Plans a host against what it was confirmed in, whatever the description says by now. */
const readAgainstRecord: Reader = async member => {
  const prepared = await readHost(member);
  const { record } = prepared.state;
  return record ? prepare(kinds, record.intent, prepared.state, today()) : prepared;
};

function statusOf({ prepared, error }: Surveyed): Status {
  if (!prepared) return statusOfError(error);
  if (!prepared.state.record) return 'never applied';
  return prepared.plan.changes.length === 0 ? 'clean' : 'drift';
}

/** Whether the description asks for something else than what was confirmed. */
function movedOn({ member, prepared }: Surveyed): boolean {
  const record = prepared?.state.record;
  return member.file !== undefined && record !== undefined && !sameIntent(record.intent, member.intent);
}

function print({ output }: Call<VerifyFlags>, surveyed: readonly Surveyed[]): void {
  for (const one of surveyed) if (statusOf(one) !== 'clean') output.data(planBlock(one, output.paint));
  const moved = surveyed.filter(movedOn).map(({ member }) => member.label);
  if (moved.length > 0)
    output.hint(
      `described differently since they were confirmed, see \`trunkline plan\`: ${moved.join(', ')}`,
    );
}

export const verifyCommand: Command<VerifyFlags> = {
  name: 'verify',
  summary: 'Tell whether each host still is what was confirmed last: drift only',
  args: '[hosts...]',
  options: [parallel()],
  examples: ['trunkline verify', 'trunkline verify ssh://root@192.0.2.11'],

  async run(call) {
    const { flags, output } = call;
    const found = await look(call, choose(call, true), flags.parallel, readAgainstRecord);
    // Checks judge what is wanted; drift is what is there.
    const surveyed = found.map(one => ({ ...one, findings: [] }));
    const ended = surveyed.map(
      (one): Ended => ({
        host: one.member.label,
        status: statusOf(one),
        changes: one.prepared?.state.record && one.prepared.plan.changes.length,
        seconds: one.seconds,
      }),
    );
    const code = worst(ended.map(({ status }) => exitOf[status]));
    print(call, surveyed);
    printTable(output, ended);
    if (output.json) {
      const hosts = surveyed.map(one => ({
        ...hostJson(one, statusOf(one)),
        described_differently_since: movedOn(one),
      }));
      printDocument(output, 'verify', code, { summary: countEnded(ended, code), hosts });
    }
    if (code === EXIT.changes) output.hint('next: trunkline apply puts it right');
    return code;
  },
};
