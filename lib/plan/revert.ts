import type { Props, Registry } from '../kind';
import type { Change } from './change';
import { consequences } from './consequences';
import { decide, type Judged } from './decide';
import { takenLinks } from './goal';
import { goalOf, type Plan } from './plan';

/**
 * The plan with its arguments swapped: from what the host will be to what it was. It is judged anew rather than
 * read backwards, since taking back has consequences of its own: a NIC that leaves a bond is left closed.
 */
export function revert(registry: Registry, forward: Plan): readonly Change[] {
  const afterwards = new Map(forward.changes.map(change => [change.id, change.after]));
  const changed = new Set(forward.changes.map(change => change.id));
  const taken = takenLinks(registry, goalOf(forward));
  const candidates = forward.candidates
    .filter(({ id, seen }) => changed.has(id) || seen)
    .map(({ id, resource, seen }): Judged => {
      const kind = registry.of(resource);
      const becomes = changed.has(id) ? afterwards.get(id) : seen;
      const name = becomes && kind.link?.(becomes)?.name;
      const after: Props | undefined =
        becomes && name !== undefined && taken.has(name) ? { ...becomes, ...kind.stands?.taken } : becomes;
      return { id, resource, wanted: seen, seen: after, confirmed: after, reason: 'given back' };
    });
  const disturbed = consequences(registry, [...candidates, ...forward.uppers]);
  return candidates.flatMap(candidate => decide(registry, candidate, disturbed));
}
