import type { Output } from '../output/output';
import { makeProgress } from '../output/progress';
import type { World } from '../world';
import type { Member } from './member';
import { type Reader, readHost, type Surveyed, survey } from './survey';

/** Reads and plans all hosts, and tells how far it is. */
export async function look(
  { world, output }: { world: World; output: Output },
  members: readonly Member[],
  parallel: number,
  read: Reader = readHost,
): Promise<Surveyed[]> {
  const progress = makeProgress(world, output);
  const count = (done: number) => progress.count(`read ${done} of ${members.length} hosts`);
  count(0);
  try {
    return await survey(members, parallel, read, count);
  } finally {
    progress.end();
  }
}
