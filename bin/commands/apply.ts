import type { Command } from '../command';
import { fromEnvironment, keepGoing, parallel, yes } from '../flags';
import { choose } from '../fleet/choose';
import { planAndApply, type RunFlags } from '../fleet/run';
import { many } from '../output/many';

export const applyCommand: Command<RunFlags> = {
  name: 'apply',
  summary:
    'Make each host what its description says, in one transaction that takes itself back unless confirmed',
  args: '[hosts...]',
  options: [yes(), parallel(), keepGoing(), fromEnvironment()],
  examples: ['trunkline apply', 'trunkline apply kvm01 kvm02 --yes'],

  run: call =>
    planAndApply(call, choose(call), {
      command: 'apply',
      question: (changes, hosts) => `Apply ${many(changes, 'change')} to ${many(hosts, 'host')}?`,
      next: 'next: trunkline verify, at any time, tells whether the hosts are still so',
    }),
};
