import type { AnyCommand } from '../command';
import { applyCommand } from './apply';
import { destroyCommand } from './destroy';
import { planCommand } from './plan';

/** Every command, in the order of the help. */
export const commands: readonly AnyCommand[] = [planCommand, applyCommand, destroyCommand];
