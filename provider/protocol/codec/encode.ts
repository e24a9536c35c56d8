import type { Path } from '../diagnostic';
import type { AttributeType, Block, NestedBlock } from '../schema';
import { UNKNOWN, type Value, type Values } from '../value';
import { encodeNumber } from './number';
import { formatPath } from './wire-path';

/** Null, strings, numbers, booleans, UNKNOWN, arrays and objects: exactly the shape of the schema. */
export type Wire = unknown;

/** @throws Error naming the attribute where a value does not fit the schema: a mistake of the provider. */
export function encodeBlock(block: Block, values: Values | null, path: Path = []): Wire {
  if (values === null) return null;
  const { attributes, blocks = {} } = block;
  refuseUnknownNames(values, { ...attributes, ...blocks }, path);
  const encoded: [string, Wire][] = [];
  for (const [name, { type }] of Object.entries(attributes)) {
    encoded.push([name, encodeValue(type, values[name], [...path, name])]);
  }
  for (const [name, nested] of Object.entries(blocks)) {
    encoded.push([name, encodeNested(nested, values[name], [...path, name])]);
  }
  return Object.fromEntries(encoded);
}

function encodeNested(nested: NestedBlock, value: Value | undefined, path: Path): Wire {
  if (value === UNKNOWN) return UNKNOWN;
  if (nested.nesting === 'single') {
    return value === null || value === undefined ? null : encodeBlock(nested, asObject(value, path), path);
  }
  return asArray(value ?? [], path).map((element, index) => {
    if (element === UNKNOWN) return UNKNOWN;
    return encodeBlock(nested, asObject(element, [...path, index]), [...path, index]);
  });
}

export function encodeValue(type: AttributeType, value: Value | undefined, path: Path): Wire {
  if (value === null || value === undefined) return null;
  if (value === UNKNOWN) return UNKNOWN;
  if (typeof type === 'string') return encodePrimitive(type, value, path);
  const [kind, element] = type;
  if (kind === 'list') {
    return asArray(value, path).map((item, index) => encodeValue(element, item, [...path, index]));
  }
  const entries = asObject(value, path);
  if (kind === 'map') {
    const encoded = Object.entries(entries).map(([key, item]) => [
      key,
      encodeValue(element, item, [...path, { key }]),
    ]);
    return Object.fromEntries(encoded);
  }
  refuseUnknownNames(entries, element, path);
  const encoded = Object.entries(element).map(([name, attribute]) => [
    name,
    encodeValue(attribute, entries[name], [...path, name]),
  ]);
  return Object.fromEntries(encoded);
}

function encodePrimitive(type: 'string' | 'number' | 'bool', value: Value, path: Path): Wire {
  if (type === 'string' && typeof value === 'string') return value;
  if (type === 'bool' && typeof value === 'boolean') return value;
  if (
    type === 'number' &&
    (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string')
  ) {
    return at(path, () => encodeNumber(value));
  }
  throw mismatch(path, `a ${type}`, value);
}

function at<T>(path: Path, encode: () => T): T {
  try {
    return encode();
  } catch (error) {
    throw new Error(`attribute '${formatPath(path)}': ${(error as Error).message}`);
  }
}

function asArray(value: Value, path: Path): readonly Value[] {
  if (!Array.isArray(value)) throw mismatch(path, 'a list', value);
  return value;
}

function asObject(value: Value, path: Path): Values {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw mismatch(path, 'an object', value);
  return value as Values;
}

function mismatch(path: Path, wanted: string, value: Value): Error {
  const got = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  return new Error(`attribute '${formatPath(path)}': the schema wants ${wanted}, the provider gave ${got}`);
}

function refuseUnknownNames(values: object, known: object, path: Path): void {
  const stray = Object.keys(values).filter(name => !Object.hasOwn(known, name));
  if (stray.length === 0) return;
  const names = stray.map(name => `'${formatPath([...path, name])}'`).join(', ');
  throw new Error(`the provider gave ${names}, which the schema does not have`);
}
