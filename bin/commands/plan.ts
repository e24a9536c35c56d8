import { kinds } from '../../constructs/kinds';
import { deployScript } from '../../lib/script/scripts';
import type { Call, Command } from '../command';
import { EXIT, type ExitCode, worst } from '../exit-codes';
import { flag, parallel } from '../flags';
import { choose } from '../fleet/choose';
import { look } from '../fleet/look';
import { offlineReader } from '../fleet/offline';
import { exitOf, statusOf } from '../fleet/status';
import type { Surveyed } from '../fleet/survey';
import { planBlock } from '../output/block';
import { printDocument } from '../output/document';
import { countEnded, type Ended, printTable } from '../output/ending';
import { hostJson } from '../output/host-json';
import { type ReportFlags, reportFlags, writeReports } from '../output/reports';

interface PlanFlags extends ReportFlags {
  readonly full?: true;
  readonly script?: true;
  readonly state?: string;
  readonly parallel: number;
}

const scriptOf = ({ prepared }: Surveyed): string =>
  prepared ? deployScript(kinds, prepared.plan).text : '';

/** Scripts only: of several hosts each under its name. */
const scripts = (surveyed: readonly Surveyed[]): string =>
  surveyed
    .filter(({ prepared }) => prepared)
    .map(one => (surveyed.length === 1 ? '' : `# host ${one.member.label}\n`) + scriptOf(one))
    .join('\n');

export const endedOf = (one: Surveyed): Ended => ({
  host: one.member.label,
  status: statusOf(one),
  changes: one.prepared?.plan.changes.length,
  seconds: one.seconds,
});

const nextStep: Partial<Record<ExitCode, string>> = {
  [EXIT.changes]: 'next: trunkline apply',
  [EXIT.checks]: 'next: see the findings above, change the description, `cdktf synth`, and plan again',
  [EXIT.partial]: 'next: see why hosts were not reached; `trunkline apply` takes the others',
};

function print({ flags, output }: Call<PlanFlags>, surveyed: readonly Surveyed[]): void {
  if (flags.script) {
    if (!output.json) output.raw(scripts(surveyed));
    for (const { member, error } of surveyed)
      if (error) output.talk(`${member.label}: ${(error as Error).message}`);
    return;
  }
  for (const one of surveyed) output.data(planBlock(one, output.paint, { full: flags.full }));
  printTable(output, surveyed.map(endedOf));
}

export const planCommand: Command<PlanFlags> = {
  name: 'plan',
  summary: 'Show what would be changed on each host; nothing is changed',
  args: '[hosts...]',
  options: [
    flag('--full', 'also what is as it should be'),
    flag('--script', 'print the script that would be run, and nothing else'),
    flag('--state <file>', 'plan against what `show --json` wrote; no host is connected to'),
    parallel(),
    ...reportFlags(),
  ],
  examples: ['trunkline plan', 'trunkline plan kvm01 --full', 'trunkline plan --state state.json'],

  async run(call) {
    const { args, flags, world, output } = call;
    const members = choose(call);
    const read = flags.state === undefined ? undefined : offlineReader(flags.state, world.cwd, members);
    const surveyed = await look(call, members, flags.parallel, read);
    const ended = surveyed.map(endedOf);
    const code = worst(surveyed.map(one => exitOf[statusOf(one)]));
    print(call, surveyed);
    writeReports(call, surveyed);
    if (output.json) {
      const hosts = surveyed.map(one => ({
        ...hostJson(one, statusOf(one), flags.full),
        ...(flags.script && one.prepared && { script: scriptOf(one) }),
      }));
      printDocument(output, 'plan', code, {
        summary: countEnded(
          ended,
          code,
          surveyed.flatMap(one => one.findings),
        ),
        hosts,
      });
    }
    const next = nextStep[code];
    if (next) output.hint(code === EXIT.changes ? [next, ...args].join(' ') : next);
    return code;
  },
};
