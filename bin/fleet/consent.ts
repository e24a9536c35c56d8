import { ValidationError } from '../../lib/errors';
import type { Output } from '../output/output';
import type { World } from '../world';

/** Says before any work that nobody could be asked. */
export function mustBeAbleToAsk(world: World, output: Output, yes: boolean | undefined, doing: string): void {
  if (yes || (world.ask && !output.json)) return;
  throw new ValidationError({
    doing,
    code: 'no-terminal',
    found: output.json ? 'with --json nobody is asked' : 'there is no terminal to ask on',
    remedy: 'add --yes when you have seen the plan',
  });
}

/** Whether a person agrees. */
export async function agreed(world: World, yes: boolean | undefined, question: string): Promise<boolean> {
  if (yes) return true;
  const answer = await world.ask?.(`${question} [y/N] `);
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}
