import type { Command } from '../command';
import { bashCompletion } from '../completion/bash';
import { fishCompletion } from '../completion/fish';
import type { Words } from '../completion/words';
import { zshCompletion } from '../completion/zsh';
import { EXIT } from '../exit-codes';
import { printDocument } from '../output/document';

const shells: Readonly<Record<string, (words: Words) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Completion is made from the table that it is itself in, so the table is handed over. */
export const completionCommand = (words: () => Words): Command => ({
  name: 'completion',
  summary: 'Print what makes a shell complete commands, flags and hosts',
  args: '<shell>',
  argChoices: Object.keys(shells),
  examples: ['source <(trunkline completion bash)', 'trunkline completion fish | source'],

  run({ args, output }) {
    const shell = args[0]!;
    const script = shells[shell]!(words());
    if (output.json) printDocument(output, 'completion', EXIT.done, { summary: { shell }, script });
    else output.raw(script);
    return EXIT.done;
  },
});
