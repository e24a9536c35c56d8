import { kinds } from '../../constructs/kinds';
import { PlanError } from '../../lib/errors';
import { parseIntent } from '../../lib/intent/intent';
import { connect } from '../../lib/ssh';
import { HOME } from '../../lib/state/observe';
import { parseRecord } from '../../lib/state/record';
import type { State } from '../../lib/state/state';
import type { Member } from './member';

const nothingBefore = (host: string, found: string, remedy: string): PlanError =>
  new PlanError({ doing: 'go back', host, code: 'no-previous', found, remedy });

/** The host as it was confirmed before the last time. A host keeps two revisions. */
export async function previousOf(member: Member, state: State): Promise<Member> {
  const { label, ssh } = member;
  const revision = state.record?.revision;
  if (revision === undefined)
    throw nothingBefore(label, 'Trunkline never changed it', 'there is nothing to go back to');
  if (revision === 1)
    throw nothingBefore(
      label,
      'only one revision was ever confirmed',
      `\`trunkline destroy ${label}\` gives back what was there before it`,
    );
  const connection = await connect(ssh);
  try {
    const reply = await connection.exec(`cat ${HOME}/revisions/${revision - 1}/record.json`);
    if (reply.code !== 0)
      throw nothingBefore(label, `the host does not keep revision ${revision - 1}`, 'apply a description');
    const { intent } = parseRecord(reply.stdout, label);
    const { file: _, ...rest } = member;
    return { ...rest, intent: parseIntent(kinds, intent) };
  } finally {
    connection.close();
  }
}
