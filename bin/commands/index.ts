import type { AnyCommand } from '../command';
import { wordsOf } from '../completion/words';
import { globalFlags } from '../flags';
import { applyCommand } from './apply';
import { completeHostsCommand } from './complete-hosts';
import { completionCommand } from './completion';
import { destroyCommand } from './destroy';
import { planCommand } from './plan';
import { revertCommand } from './revert';
import { schemaCommand } from './schema';
import { showCommand } from './show';
import { verifyCommand } from './verify';

/** Every command, in the order of the help. */
export const commands: readonly AnyCommand[] = [
  showCommand,
  planCommand,
  applyCommand,
  verifyCommand,
  revertCommand,
  destroyCommand,
  schemaCommand,
  completionCommand(() => wordsOf(commands, globalFlags())),
  completeHostsCommand,
];
