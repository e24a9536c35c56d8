import type { PropertyChange, Props, Registry } from '../kind';
import type { Operation } from '../plan/order';
import type { Step } from './step';

const drops = (change: PropertyChange): PropertyChange[] =>
  'drop' in change && change.drop.length > 0 ? [{ name: change.name, add: [], drop: change.drop }] : [];
const rest = (change: PropertyChange): PropertyChange[] => {
  if ('to' in change) return [change];
  return change.add.length > 0 ? [{ name: change.name, add: change.add, drop: [] }] : [];
};

/** What one operation does to the host. */
export function stepsOf(registry: Registry, { change, phase }: Operation): readonly Step[] {
  const kind = registry.of(change);
  const { action, properties } = change;
  const before = change.before as Props;
  const after = change.after as Props;
  if (phase === 'exchange') return kind.update(after, properties);
  if (phase === 'take')
    return action === 'update' ? kind.update(before, properties.flatMap(drops)) : kind.remove(before);
  if (phase === 'begin' || phase === 'finish') return kind[phase]?.(after, properties) ?? [];
  // What is restored without a property to set was lost as a whole.
  const whole =
    action === 'create' || action === 'replace' || (action === 'restore' && properties.length === 0);
  if (whole) return kind.create(after);
  return kind.update(after, properties.flatMap(rest));
}
