import fc from 'fast-check';
import { decodeBlock } from '../../../provider/protocol/codec/decode';
import { fromDynamicValue, toDynamicValue } from '../../../provider/protocol/codec/dynamic-value';
import { encodeBlock } from '../../../provider/protocol/codec/encode';
import { parseExactJson } from '../../../provider/protocol/codec/json';
import { fromMsgpack } from '../../../provider/protocol/codec/msgpack';
import { decodeNumber, encodeNumber } from '../../../provider/protocol/codec/number';
import { type Block, list, map, object } from '../../../provider/protocol/schema';
import { hasUnknown, UNKNOWN, type Values } from '../../../provider/protocol/value';

const optional = true;
const block: Block = {
  attributes: {
    text: { type: 'string', optional },
    number: { type: 'number', optional },
    flag: { type: 'bool', optional },
    tags: { type: map('string'), optional },
    ports: { type: list(object({ number: 'number', label: 'string' })), optional },
  },
  blocks: {
    timeouts: { nesting: 'single', attributes: { apply: { type: 'string', optional } } },
    rule: { nesting: 'list', attributes: { priority: { type: 'number', optional } } },
  },
};

const orUnknown = <T>(known: fc.Arbitrary<T>) => fc.oneof(known, fc.constantFrom(null, UNKNOWN));
const string = fc.string({ unit: 'grapheme' });
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map(double => decodeNumber(String(double))),
  fc.bigInt().map(integer => decodeNumber(integer)),
);
const values = fc.record({
  text: orUnknown(string),
  number: orUnknown(number),
  flag: orUnknown(fc.boolean()),
  tags: orUnknown(
    fc.dictionary(
      string.filter(key => key !== '__proto__'),
      orUnknown(string),
    ),
  ),
  ports: orUnknown(fc.array(fc.record({ number: orUnknown(number), label: orUnknown(string) }))),
  timeouts: fc.oneof(fc.constant(null), fc.record({ apply: orUnknown(string) })),
  rule: fc.array(fc.record({ priority: orUnknown(number) })),
});

describe('values', () => {
  test('come back from msgpack as they went', () => {
    fc.assert(
      fc.property(values, given => {
        expect(fromDynamicValue(block, toDynamicValue(block, given as Values))).toEqual(given);
      }),
    );
  });

  test('a refined unknown is an unknown', () => {
    // fixmap { text: ext 12 of 3 bytes }
    const sent = Buffer.from('81a474657874c7030c8101c2', 'hex');
    expect(decodeBlock(block, fromMsgpack(sent))).toMatchObject({ text: UNKNOWN, number: null, rule: [] });
  });

  test('names of objects in the prototype are not attributes', () => {
    const attributes = Object.fromEntries([['constructor', { type: 'string', optional } as const]]);
    expect(decodeBlock({ attributes }, {})).toEqual({ constructor: null });
  });

  test('null is not an empty object', () => {
    expect(fromDynamicValue(block, toDynamicValue(block, null))).toBeNull();
    expect(fromDynamicValue(block, undefined)).toBeNull();
  });

  test.each([
    [{ txt: 'x' }, "the provider gave 'txt', which the schema does not have"],
    [{ text: 7 }, "attribute 'text': the schema wants a string, the provider gave a number"],
    [{ number: 'many' }, "attribute 'number': 'many' is not a number"],
    [{ number: Number.NaN }, "attribute 'number': NaN is not a number that Terraform knows"],
    [
      { ports: [{ label: true }] },
      "attribute 'ports[0].label': the schema wants a string, the provider gave a boolean",
    ],
    [{ tags: { a: ['b'] } }, `attribute 'tags["a"]': the schema wants a string, the provider gave a list`],
    [{ rule: [null] }, "attribute 'rule[0]': the schema wants an object, the provider gave null"],
  ])('the mistake %j of a provider is named', (mistaken, message) => {
    expect(() => encodeBlock(block, mistaken as Values)).toThrow(message);
  });

  test('unknowns are found at any depth', () => {
    expect(hasUnknown({ a: [{ b: UNKNOWN }] })).toBe(true);
    expect(hasUnknown({ a: [{ b: null }] })).toBe(false);
  });
});

describe('numbers', () => {
  test.each([
    [1n, 1, 1],
    [2n ** 53n + 1n, 9007199254740993n, '9007199254740993'],
    [2 ** 100, 2n ** 100n, '1267650600228229401496703205376'],
    ['0.1', 0.1, '0.1'],
    ['0.10', 0.1, '0.1'],
    ['-1.50e-3', -0.0015, '-0.0015'],
    ['1e3', 1000, 1000],
    ['1e30', 10n ** 30n, '1000000000000000000000000000000'],
    ['12345e-2', 123.45, '123.45'],
    ['-0', 0, 0],
    ['-0.0', 0, 0],
    [0.125, 0.125, 0.125],
    [0.1, '0.1000000000000000055511151231257827021181583404541015625', 0.1],
    ['0.12345678901234567890', '0.1234567890123456789', '0.1234567890123456789'],
  ])('%s is %s here and goes back as %s', (sent, here, back) => {
    expect(decodeNumber(sent)).toBe(here);
    expect(encodeNumber(decodeNumber(sent))).toBe(back);
  });
});

describe('JSON of a stored state', () => {
  test('keeps long numbers, and leaves strings that look like them', () => {
    const text = String.raw`{"a":12345678901234567890,"b":"x\"12345678901234567890","c":[-1.5,7,1e2],"d":"\\"}`;
    expect(parseExactJson(text)).toEqual({
      a: '12345678901234567890',
      b: 'x"12345678901234567890',
      c: ['-1.5', 7, '1e2'],
      d: '\\',
    });
  });

  test('is otherwise JSON.parse', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        const quoted = (_: string, value: unknown) => (typeof value === 'number' ? String(value) : value);
        const normal = (json: unknown) => JSON.parse(JSON.stringify(json, quoted));
        fc.pre(!/\d[.eE]|\d{16}/.test(text));
        expect(normal(parseExactJson(text))).toEqual(normal(JSON.parse(text)));
      }),
    );
    expect(() => parseExactJson('{"a":"unclosed')).toThrow(SyntaxError);
  });
});
