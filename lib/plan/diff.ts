import type { AnyKind, PropertyChange, Props } from '../kind';

/** Equality of plain data, whatever the order of keys. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every(key => same((a as Props)[key], (b as Props)[key]));
}

const members = (props: Props | undefined, name: string): readonly string[] =>
  (props?.[name] as readonly string[] | undefined) ?? [];

/** A property that a host has none of, and one that was never told of, are the same. */
const orNone = (value: unknown): unknown => value ?? null;

/**
 * What must change for `observed` to satisfy `desired`. Only what a person set is demanded. A set demands its
 * members and drops those of `confirmed` that are wanted no more; all other members are foreign and stay.
 */
export function diff(kind: AnyKind, desired: Props, observed: Props, confirmed?: Props): PropertyChange[] {
  return Object.keys(desired)
    .filter(name => desired[name] !== undefined && !kind.annotations?.includes(name))
    .flatMap((name): PropertyChange[] => {
      if (!kind.sets?.includes(name))
        return same(orNone(desired[name]), orNone(observed[name]))
          ? []
          : [{ name, from: observed[name], to: desired[name] }];
      const want = members(desired, name);
      const have = members(observed, name);
      const add = want.filter(member => !have.includes(member));
      const drop = members(confirmed, name).filter(member => have.includes(member) && !want.includes(member));
      return add.length + drop.length > 0 ? [{ name, add, drop }] : [];
    });
}

/** True when the kernel cannot make this change in place. */
export const isRemade = (kind: AnyKind, change: PropertyChange): boolean =>
  (kind.immutable?.includes(change.name) || kind.remakes?.(change)) ?? false;

/** The properties after the changes. */
export function applied(observed: Props, changes: readonly PropertyChange[]): Props {
  const after: Record<string, unknown> = { ...observed };
  for (const change of changes)
    after[change.name] =
      'to' in change
        ? change.to
        : [...members(observed, change.name).filter(member => !change.drop.includes(member)), ...change.add];
  return after;
}
