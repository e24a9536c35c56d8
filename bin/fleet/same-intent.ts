import { kinds } from '../../constructs/kinds';
import { today } from '../../lib/apply/apply';
import { inspect } from '../../lib/apply/inspect';
import { type Intent, withoutExpired } from '../../lib/intent/intent';
import { same } from '../../lib/plan/diff';
import { type Member, nothingOf } from './member';

/** An intent without what is for messages, and without what the calendar changes. */
function bare(intent: Intent): unknown {
  const { suppress: _, ...settings } = withoutExpired(intent, today()).settings;
  return { settings, resources: intent.resources.map(({ kind, props }) => ({ kind, props })) };
}

/** Whether two intents ask for the same. */
export const sameIntent = (a: Intent, b: Intent): boolean => same(bare(a), bare(b));

/** Whether every one of these hosts was confirmed in something else than its document says, or in nothing. */
export async function superseded(members: readonly Member[]): Promise<boolean> {
  for (const { ssh, intent } of members) {
    const { state } = await inspect(kinds, ssh, nothingOf(intent));
    if (state.record && sameIntent(state.record.intent, intent)) return false;
  }
  return true;
}
