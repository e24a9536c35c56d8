import { resolve } from 'node:path';
import { type HostPicture, renderSvg } from '../../lib/picture';
import type { State } from '../../lib/state/state';
import type { Call, Command } from '../command';
import { EXIT, type ExitCode, worst } from '../exit-codes';
import { flag, parallel } from '../flags';
import { choose } from '../fleet/choose';
import { look } from '../fleet/look';
import type { Member } from '../fleet/member';
import { exitOf, statusOfError } from '../fleet/status';
import type { Surveyed } from '../fleet/survey';
import { errorJson, errorText, printDocument } from '../output/document';
import { drawIntent, drawState, drawText, type Format, formats } from '../output/picture';
import { writeText } from '../output/reports';

interface ShowFlags {
  readonly format: Format;
  readonly svg?: string;
  readonly intent?: true;
  readonly parallel: number;
}

/** What no picture tells: the record, and a transaction under way. */
function standing({ record, pending, identity }: State): string[] {
  const { os, kernel } = identity;
  return [
    ` host     ${os.split(' ')[0] || 'unknown system'}, kernel ${kernel}`,
    record
      ? ` record   revision ${record.revision}: ${record.intent.resources.length} resources confirmed, ${record.originals.length} kept as they were before`
      : ' record   none: Trunkline never changed this host',
    ` pending  ${pending ? `a transaction of ${pending.holder}, neither confirmed nor taken back` : 'none'}`,
    '',
  ];
}

/** Writes the picture where one was asked for, or prints it. */
function draw({ flags, world, output }: Call<ShowFlags>, pictures: readonly HostPicture[]): void {
  if (flags.svg !== undefined && pictures.length > 0) {
    const path = resolve(world.cwd, flags.svg);
    writeText(path, renderSvg(pictures));
    output.talk(`wrote ${flags.svg}`);
  } else if (pictures.length > 0) output.data(drawText(pictures, flags.format, output, world.stdout.columns));
}

function showIntents(call: Call<ShowFlags>, members: readonly Member[]): ExitCode {
  const { flags, output } = call;
  const pictures = members.map(({ label, intent }) => drawIntent(label, intent));
  if (!output.json || flags.svg !== undefined) draw(call, pictures);
  if (output.json) {
    const hosts = members.map(({ label, ssh, file, intent }) => ({
      host: label,
      address: ssh.host,
      file,
      intent,
    }));
    printDocument(output, 'show', EXIT.done, { summary: { hosts: hosts.length }, hosts });
  }
  return EXIT.done;
}

const hostOf = ({ member, prepared, error, seconds }: Surveyed): Record<string, unknown> => ({
  host: member.label,
  address: member.ssh.host,
  seconds,
  ...(prepared ? { state: prepared.state } : { error: errorJson(error) }),
});

function showStates(call: Call<ShowFlags>, surveyed: readonly Surveyed[]): void {
  const { flags, output } = call;
  const read = surveyed.flatMap(({ member, prepared }) =>
    prepared ? [{ member, state: prepared.state }] : [],
  );
  const together = flags.svg !== undefined || flags.format === 'mermaid' || flags.format === 'dot';
  if (together) {
    if (!output.json || flags.svg !== undefined)
      draw(
        call,
        read.map(({ member, state }) => drawState(member, state)),
      );
  } else
    for (const { member, state } of read) {
      if (output.json) break;
      draw(call, [drawState(member, state)]);
      if (flags.format === 'tree') output.data(standing(state).join('\n'));
    }
  for (const { member, error } of surveyed)
    if (error !== undefined) output.talk(`${member.label}: ${errorText(error)}`);
}

export const showCommand: Command<ShowFlags> = {
  name: 'show',
  summary: 'Read hosts and show their networks; an address needs no project, and nothing is changed',
  args: '[targets...]',
  options: [
    flag('--format <format>', 'how').choices(formats).default('tree'),
    flag('--svg <file>', 'write a picture instead'),
    flag('--intent', 'what was synthesised instead of what is there; no host is connected to'),
    parallel(),
  ],
  examples: [
    'trunkline show ssh://root@192.0.2.11',
    'trunkline show kvm01 --svg kvm01.svg',
    'trunkline show --json > state.json',
  ],

  async run(call) {
    const { args, flags, output } = call;
    const members = choose(call, flags.intent !== true);
    if (flags.intent) return showIntents(call, members);
    const surveyed = await look(call, members, flags.parallel);
    const codes = surveyed.map(({ error }) =>
      error === undefined ? EXIT.done : exitOf[statusOfError(error)],
    );
    const code = worst(codes);
    showStates(call, surveyed);
    if (output.json) {
      const summary = {
        hosts: surveyed.length,
        read: surveyed.filter(({ prepared }) => prepared).length,
      };
      printDocument(output, 'show', code, { summary, hosts: surveyed.map(hostOf) });
    }
    if (code === EXIT.done && args.every(arg => !arg.startsWith('ssh://')))
      output.hint('next: trunkline plan');
    return code;
  },
};
