/**
 * Stands in for what only apply will know: in a configuration that refers to another resource's
 * outputs, and in a plan for what the provider itself cannot tell yet. Never in a state.
 */
export const UNKNOWN: unique symbol = Symbol.for('trunkline.protocol.unknown');

/**
 * A Terraform value as plain JavaScript. Null is null. A number is
 * - a `number` where a double holds it exactly,
 * - a `bigint` for integers beyond 2^53,
 * - a decimal string for fractions with more digits than a double keeps.
 */
export type Value =
  | null
  | string
  | number
  | bigint
  | boolean
  | typeof UNKNOWN
  | readonly Value[]
  | { readonly [key: string]: Value };

/**
 * The attributes and nested blocks of one resource by name. What Terraform sends has every name of
 * the schema; in what is sent back a missing name means null (an empty list for list blocks).
 */
export type Values = { readonly [name: string]: Value };

/** True where the value is, or anywhere inside has, an unknown. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some(hasUnknown);
}
