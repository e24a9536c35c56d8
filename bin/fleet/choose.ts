import type { GlobalFlags } from '../command';
import type { World } from '../world';
import type { Member } from './member';
import { select, selectFromEnvironment } from './select';

interface Choosing {
  readonly args: readonly string[];
  readonly flags: GlobalFlags & { readonly documentFromEnvironment?: true };
  readonly world: World;
}

/** The hosts of a call. */
export function choose({ args, flags, world }: Choosing, addresses = false): Member[] {
  if (flags.documentFromEnvironment) return selectFromEnvironment(world.env);
  const { dir, sshConfig } = flags;
  return select({ args, cwd: world.cwd, dir, sshConfig, addresses });
}
