import type { Command } from '../command';
import { EXIT } from '../exit-codes';
import { flag, fromEnvironment, keepGoing, parallel, yes } from '../flags';
import { choose } from '../fleet/choose';
import { nothingOf } from '../fleet/member';
import { planAndApply, type RunFlags } from '../fleet/run';
import { superseded } from '../fleet/same-intent';
import { printDocument } from '../output/document';
import { many } from '../output/many';

interface DestroyFlags extends RunFlags {
  readonly unlessNewer?: true;
}

export const destroyCommand: Command<DestroyFlags> = {
  name: 'destroy',
  summary: 'Give back what was there before: what was made is removed, what was changed is put back',
  args: '[hosts...]',
  options: [
    yes(),
    parallel(),
    keepGoing(),
    fromEnvironment(),
    flag('--unless-newer', 'do nothing when the host holds another revision than this very one').hideHelp(),
  ],
  examples: ['trunkline destroy kvm01', 'trunkline destroy ssh://root@192.0.2.11'],

  async run(call) {
    const members = choose(call, true);
    const { flags, output } = call;
    if (flags.unlessNewer && (await superseded(members))) {
      output.talk('the host is not at this revision any more; nothing was changed');
      if (output.json)
        printDocument(output, 'destroy', EXIT.done, { summary: { superseded: true }, hosts: [] });
      return EXIT.done;
    }
    const released = members.map(member => ({ ...member, intent: nothingOf(member.intent) }));
    return planAndApply(call, released, {
      command: 'destroy',
      done: 'given back as it was before Trunkline, confirmed',
      question: (changes, hosts) =>
        `Give back ${many(hosts, 'host')} as before Trunkline, ${many(changes, 'change')} in all?`,
    });
  },
};
