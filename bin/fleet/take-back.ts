import { hostname, userInfo } from 'node:os';
import { type Verdict, verdictOf } from '../../lib/apply/follow';
import { revertProgram } from '../../lib/apply/host/programs';
import { connect } from '../../lib/ssh';
import type { PendingTransaction } from '../../lib/state/state';
import type { Member } from './member';

/** Takes a transaction back that is neither confirmed nor taken back, now instead of at its deadline. */
export async function takeBack({ ssh }: Member, { token }: PendingTransaction): Promise<Verdict> {
  const reason = `${userInfo().username}@${hostname()} asked for it`;
  const connection = await connect(ssh);
  try {
    return verdictOf((await connection.exec(revertProgram(token, reason), { timeoutSec: 0 })).stdout);
  } finally {
    connection.close();
  }
}
