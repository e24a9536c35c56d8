import type { AttributeType, Block, NestedBlock } from '../schema';
import { UNKNOWN, type Value, type Values } from '../value';
import type { Wire } from './encode';
import { decodeNumber, type Numeric } from './number';

/**
 * Tolerant of what an older schema left in a state: missing names become null, names that the schema
 * does not have are dropped.
 */
export function decodeBlock(block: Block, wire: Wire): Values | null {
  if (wire === null || wire === undefined) return null;
  const source = wire as Record<string, Wire>;
  const own = (name: string): Wire => (Object.hasOwn(source, name) ? source[name] : undefined);
  const attributes = Object.entries(block.attributes).map(([name, { type }]) => [
    name,
    decodeValue(type, own(name)),
  ]);
  const blocks = Object.entries(block.blocks ?? {}).map(([name, nested]) => [
    name,
    decodeNested(nested, own(name)),
  ]);
  return Object.fromEntries([...attributes, ...blocks]);
}

function decodeNested(nested: NestedBlock, wire: Wire): Value {
  if (wire === UNKNOWN) return UNKNOWN;
  if (nested.nesting === 'single') return decodeBlock(nested, wire);
  const elements = (wire ?? []) as Wire[];
  return elements.map(element => (element === UNKNOWN ? UNKNOWN : decodeBlock(nested, element)));
}

export function decodeValue(type: AttributeType, wire: Wire): Value {
  if (wire === null || wire === undefined) return null;
  if (wire === UNKNOWN) return UNKNOWN;
  if (type === 'number') return decodeNumber(wire as Numeric);
  if (typeof type === 'string') return wire as string | boolean;
  const [kind, element] = type;
  if (kind === 'list') return (wire as Wire[]).map(item => decodeValue(element, item));
  const source = wire as Record<string, Wire>;
  if (kind === 'map') {
    return Object.fromEntries(Object.entries(source).map(([key, item]) => [key, decodeValue(element, item)]));
  }
  const attributes = Object.entries(element).map(([name, attribute]) => [
    name,
    decodeValue(attribute, Object.hasOwn(source, name) ? source[name] : undefined),
  ]);
  return Object.fromEntries(attributes);
}
