import type { PropertyChange, Registry } from '../kind';
import type { Action, Change } from './change';
import { isRemade } from './diff';
import type { Plan } from './plan';

/** Terraform's signs: `+` is what will be there. */
const signs: Readonly<Record<Action, string>> = {
  create: '+',
  update: '~',
  replace: '-/+',
  remove: '-',
  restore: '~',
};

const show = (value: unknown): string =>
  value === undefined || value === null || value === ''
    ? 'none'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

function property(change: PropertyChange): string {
  if ('to' in change) return `${change.name} ${show(change.from)} -> ${show(change.to)}`;
  return [...change.add.map(one => `+${one}`), ...change.drop.map(one => `-${one}`)]
    .join(' ')
    .replace(/^/, `${change.name} `);
}

/** Why, where it does not go without saying. */
function remark(registry: Registry, change: Change): string {
  const fixed = change.properties.filter(one => isRemade(registry.of(change), one));
  if (change.action === 'replace' && fixed.length > 0)
    return ` (the kernel cannot change ${fixed.map(one => one.name).join(', ')} in place)`;
  if (change.action === 'replace' || change.reason === 'restored')
    return ' (put back: other changes take it away)';
  if (change.reason === 'drift') return ' (drift)';
  if (change.reason === 'makes way') return ' (its link becomes a port; given back when released)';
  if (change.reason === 'given back') return ' (as it was before Trunkline)';
  return '';
}

/** One change as one line that a person reads: `~ update bond bond0: miimonMs 100 -> 200 (drift)`. */
export function describe(registry: Registry, change: Change): string {
  const kind = registry.of(change);
  const name = kind.describe(change.after ?? change.before);
  const details = change.properties.length > 0 ? `: ${change.properties.map(property).join(', ')}` : '';
  return `${signs[change.action]} ${change.action} ${kind.name} ${name}${details}${remark(registry, change)}`;
}

/** All changes of a plan, a line each, in the order in which they were weighed. */
export const describeAll = (registry: Registry, plan: Plan): string[] =>
  plan.changes.map(change => describe(registry, change));

/** `3 to create, 1 to update`, or `no changes`. */
export function summary(changes: readonly Change[]): string {
  const actions: readonly Action[] = ['create', 'update', 'replace', 'restore', 'remove'];
  const counts = actions
    .map(action => [action, changes.filter(change => change.action === action).length] as const)
    .filter(([, count]) => count > 0);
  return counts.length === 0
    ? 'no changes'
    : counts.map(([action, count]) => `${count} to ${action}`).join(', ');
}
