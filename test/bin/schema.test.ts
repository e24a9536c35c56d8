import Ajv2020 from 'ajv/dist/2020';
import { intentJsonSchema } from '../../bin/schema/intent-schema';
import { kinds } from '../../constructs/kinds';
import { resources, useProject, usual } from './cli';

const project = useProject();
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const isIntent = ajv.compile(intentJsonSchema(kinds));

const intent = (list: readonly unknown[]) => ({
  formatVersion: 1,
  host: 'kvm01',
  settings: {},
  resources: list,
});

test('an intent as it is synthesised', () => {
  isIntent(intent(usual));
  expect(isIntent.errors).toBeNull();
});

test.each([
  ['a kind that is none', intent([{ kind: 'bnod', props: {} }])],
  [
    'a property that a kind does not know',
    intent([{ kind: 'vlan', props: { ...resources.vlan.props, vid: 3 } }]),
  ],
  ['a property that is missing', intent([{ kind: 'vlan', props: { name: 'a.1', link: 'a' } }])],
  ['a value out of its range', intent([{ kind: 'vlan', props: { ...resources.vlan.props, vlanId: 4095 } }])],
  [
    'a word that the kernel does not know',
    intent([{ kind: 'bond', props: { ...resources.bond.props, mode: '4' } }]),
  ],
  ['another version', { ...intent([]), formatVersion: 2 }],
])('refuses %s', (_, document) => {
  expect(isIntent(document)).toBe(false);
});

test('every kind is in it, with its sentence', () => {
  const { $defs } = intentJsonSchema(kinds) as { $defs: Record<string, { description: string }> };
  expect(Object.keys($defs)).toEqual(kinds.all.map(kind => kind.name));
  for (const kind of kinds.all) expect($defs[kind.name]!.description).toBe(kind.summary);
});

test('what a default fills in need not be written', () => {
  const { $defs } = intentJsonSchema(kinds) as { $defs: Record<string, { required: string[] }> };
  expect($defs.bond!.required).not.toContain('up');
});

test('the command prints it', async () => {
  const { code, out } = await project().run(['schema']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(intentJsonSchema(kinds));
  const { out: json } = await project().run(['schema', '--json']);
  expect(JSON.parse(json)).toMatchObject({
    command: 'schema',
    exit_code: 0,
    schema: { title: 'Intent of a host' },
  });
});
