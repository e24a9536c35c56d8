import fc from 'fast-check';
import { z } from 'zod';
import { kinds } from '../../constructs/kinds';
import { ValidationError } from '../../lib/errors';
import type { Intent } from '../../lib/intent/intent';
import type { Props, Resource } from '../../lib/kind';
import { plan } from '../../lib/plan/plan';
import { deployScript, fullScript, revertScript } from '../../lib/script/scripts';
import { stateOf } from '../laws/encode';
import { INSIDE, intentOf, PLACE, propsOf, surroundings } from '../laws/scenes';
import { Sandbox } from '../script/sandbox';
import { HOSTILE } from './values';

type JsonSchema = { type?: unknown; anyOf?: JsonSchema[]; items?: JsonSchema; enum?: unknown };

const isText = ({ type, anyOf }: JsonSchema): boolean =>
  [type].flat().includes('string') || (anyOf ?? []).some(isText);

/** Every property of every kind that holds a string, or a list of strings. */
const TEXTS = kinds.all.flatMap(kind => {
  const schema = z.toJSONSchema(kind.schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(schema.properties as Record<string, JsonSchema>).flatMap(([property, one]) =>
    isText(one) || (one.items && isText(one.items)) ? [[kind.name, property, !isText(one)] as const] : [],
  );
});

/** Only what is in a namespace names one. */
const placeOf = (property: string) => (property === 'namespace' ? INSIDE : PLACE);

/** A valid resource that sets the property. */
const sampleOf = (kind: string, property: string): Props =>
  fc.sample(
    propsOf(kind, placeOf(property)).filter(props => props[property] !== undefined),
    { numRuns: 1, seed: 5 },
  )[0]!;

/** Parses; what is refused must be refused with the field named, in words that a terminal can show. */
function parse(kind: string, props: Props, property: string): Intent | undefined {
  try {
    return intentOf([{ kind, props }]);
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    const { field, message } = error as ValidationError;
    // A port that is not among the ports, or a VLAN not among the VLANs, is told of where it is named.
    expect(field).toMatch(new RegExp(`^(${property}(\\[\\d+\\])?|primary|via|source|pvid|inLink|outLink)$`));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(message).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e]|\p{Surrogate}/u);
    return undefined;
  }
}

/** The same setting with another value, as the host has it. */
const old = ({ resources: [one] }: Intent): Resource => ({
  kind: one!.kind,
  props: { ...one!.props, value: 'old', dropIn: 'old' },
});

const PUTS = /(?:^\s*|\| )put_(?:file|value) (\S+|'[^']*')/gm;

/** Everything that the tools were given: argv, words of batches, files. */
function given(script: string): string {
  const paths = [...script.matchAll(PUTS)].map(match => match[1]!.replaceAll("'", ''));
  const sandbox = new Sandbox(paths.filter(path => path.startsWith('/proc/')));
  try {
    const { calls, canary, file, stderr, status } = sandbox.run(script);
    expect({ canary, stderr, status }).toEqual({ canary: false, stderr: '', status: 0 });
    const words = calls.flatMap(call => [...call.argv, ...call.stdin.split(/\s+/)]);
    const files = paths.map(path => file(path) ?? '');
    return [...words, ...files].map(text => text.replaceAll(sandbox.root, '')).join('\n');
  } finally {
    sandbox.remove();
  }
}

describe.each(TEXTS)('%s.%s', (kind, property, list) => {
  const valid = sampleOf(kind, property);

  test.each(HOSTILE)('%s', (_name, value) => {
    const intent = parse(kind, { ...valid, [property]: list ? [value] : value }, property);
    if (!intent) return;
    const parsed = [intent.resources[0]!.props[property]].flat() as string[];
    const before = stateOf([
      ...surroundings(kind, placeOf(property)),
      ...(kind === 'sysctl' ? [old(intent)] : []),
    ]);
    const made = plan(kinds, intent, before);
    expect(made.changes).not.toEqual([]);
    for (const { text } of [deployScript(kinds, made), fullScript(kinds, intent)])
      for (const one of parsed) expect(given(text)).toContain(one);
    given(revertScript(kinds, made).text);
  });
});

test('some hostile values are carried, else this suite would show nothing', () => {
  const carried = TEXTS.flatMap(([kind, property, list]) =>
    HOSTILE.filter(([, value]) =>
      parse(kind, { ...sampleOf(kind, property), [property]: list ? [value] : value }, property),
    ).map(([, value]) => `${kind}.${property} ${value}`),
  );
  expect(carried).toContain('sysctl.value $(touch canary)');
  expect(carried).toContain("sysctl.dropIn '; touch canary #");
});
