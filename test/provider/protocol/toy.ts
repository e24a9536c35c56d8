/**
 * A provider whose world is a folder: a thing is a file of JSON in $TOY_WORLD/things. It leaves its
 * process id and the calls it got there too.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Diagnostic,
  hasUnknown,
  list,
  log,
  map,
  object,
  type PlanResult,
  type ResourceDefinition,
  type Schema,
  serve,
  UNKNOWN,
  type Value,
  type Values,
} from '../../../provider/protocol';

const world = process.env.TOY_WORLD!;
for (const folder of ['things', 'pids']) mkdirSync(join(world, folder), { recursive: true });
writeFileSync(join(world, 'pids', String(process.pid)), '');

const fileOf = (name: unknown) => join(world, 'things', `${name}.json`);
const called = (call: string) => appendFileSync(join(world, 'calls'), `${call}\n`);

const schema: Schema = {
  version: 2,
  description: 'A **thing**.',
  attributes: {
    name: { type: 'string', required: true, description: 'Changing it makes another thing.' },
    text: { type: 'string', optional: true },
    number: { type: 'number', optional: true },
    flag: { type: 'bool', optional: true },
    tags: { type: map('string'), optional: true },
    ports: { type: list(object({ number: 'number', label: 'string' })), optional: true },
    secret: { type: 'string', optional: true, sensitive: true },
    behave: { type: 'string', optional: true, description: 'How to misbehave.' },
    id: { type: 'string', computed: true },
    changes: { type: list('string'), computed: true, description: 'What the plan will do.' },
  },
  blocks: {
    timeouts: { nesting: 'single', attributes: { apply: { type: 'string', optional: true } } },
    rule: { nesting: 'list', maxItems: 3, attributes: { priority: { type: 'number', required: true } } },
  },
};

let stopped = false;
let onStop = () => {};

const thing: ResourceDefinition = {
  schema,

  async validate({ text, ports, behave }) {
    if (behave === 'invalid-port' && Array.isArray(ports)) {
      return [{ severity: 'error', summary: 'bad port', detail: 'Try 1.', path: ['ports', 1, 'number'] }];
    }
    const bad = (text as string)?.includes?.('forbidden');
    return bad
      ? [{ severity: 'error', summary: 'forbidden text', detail: 'Choose another.', path: ['text'] }]
      : [];
  },

  async read({ state }) {
    called(`read ${String(state.name)}`);
    if (!existsSync(fileOf(state.name))) return { state: null };
    const stored = JSON.parse(readFileSync(fileOf(state.name), 'utf8'));
    return { state: { ...state, ...stored, id: `thing/${String(state.name)}`, changes: [] } };
  },

  async plan({ prior, proposed, private: kept }): Promise<PlanResult> {
    if (proposed === null)
      return { planned: null, diagnostics: removal(prior!), private: { ...kept, destroy: true } };
    if (proposed.behave === 'throw-plan') throw new Error('the plan fell over\nand this is why');
    const replaced = prior !== null && prior.name !== proposed.name;
    const changes = describe(replaced ? null : prior, proposed);
    const planned: Values = { ...proposed, id: idOf(proposed.name), changes };
    if (prior && !replaced && Array.isArray(changes) && changes.length === 0)
      return { planned: { ...prior, changes: [] } };
    return { planned, requiresReplace: replaced ? [['name']] : [], private: { plannedBy: process.pid } };
  },

  async apply({ planned, prior, private: kept }) {
    called(`apply ${String((planned ?? prior)!.name)} ${Object.keys(kept)}`);
    log('info', 'applying', { thing: (planned ?? prior)!.name });
    if (planned === null) {
      rmSync(fileOf(prior!.name), { force: true });
      return { state: null };
    }
    await misbehave(planned.behave);
    const { id, changes, timeouts, behave, secret, ...visible } = planned;
    writeFileSync(
      fileOf(planned.name),
      JSON.stringify(visible, (_, v) => (typeof v === 'bigint' ? String(v) : v)),
    );
    const diagnostics: Diagnostic[] =
      planned.behave === 'warn' ? [{ severity: 'warning', summary: 'it was close', path: ['behave'] }] : [];
    if (planned.behave === 'hang') {
      writeFileSync(join(world, 'waiting'), '');
      await new Promise(() => {});
    }
    if (planned.behave === 'await-stop') {
      writeFileSync(join(world, 'waiting'), '');
      await new Promise<void>(resolve => {
        onStop = resolve;
        if (stopped) resolve();
      });
      writeFileSync(join(world, 'finished'), '');
    }
    return { state: planned, diagnostics };
  },

  async importState(id) {
    if (!existsSync(fileOf(id))) {
      return { state: null, diagnostics: [{ severity: 'error', summary: `there is no thing '${id}'` }] };
    }
    return { state: { name: id } };
  },

  async upgrade(version, raw) {
    const { label, ...rest } = raw as { label: string };
    return {
      state: { ...rest, text: `${label} from version ${version}` },
      diagnostics: [{ severity: 'warning', summary: 'an old state was upgraded' }],
    };
  },
};

const idOf = (name: Value | undefined): Value => (typeof name === 'string' ? `thing/${name}` : UNKNOWN);

function describe(prior: Values | null, proposed: Values): Value {
  if (hasUnknown({ ...proposed, id: null, changes: null })) return UNKNOWN;
  if (prior === null) return [`+ create ${String(proposed.name)}`];
  const text = (value: unknown) => JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v));
  const compared = ['text', 'number', 'flag', 'tags', 'ports', 'secret', 'behave', 'timeouts', 'rule'];
  return compared.filter(name => text(prior[name]) !== text(proposed[name])).map(name => `~ change ${name}`);
}

const removal = (prior: Values): Diagnostic[] => [
  { severity: 'warning', summary: `will remove ${String(prior.name)}`, detail: '- remove the file' },
];

async function misbehave(behaviour: Value | undefined): Promise<void> {
  if (behaviour === 'throw')
    throw new Error('cannot make it: out of ideas', { cause: new Error('no coffee') });
  if (behaviour === 'throw-nothing') throw new Error('');
  if (behaviour === 'throw-undefined') throw undefined;
  if (behaviour === 'print') console.log('printed by a dependency');
  if (behaviour === 'stray') void Promise.reject(new Error('nobody awaits this'));
  if (behaviour === 'stray') await new Promise(resolve => setTimeout(resolve, 100));
}

void serve({
  typeName: 'toy',
  version: '1.0.0',
  schema: { attributes: { greeting: { type: 'string', optional: true } } },
  async configure({ greeting }) {
    called(`configure ${typeof greeting === 'symbol' ? 'unknown' : greeting}`);
    return greeting === 'rude' ? [{ severity: 'error', summary: 'be polite', path: ['greeting'] }] : [];
  },
  resources: { toy_thing: thing },
  dataSources: {
    toy_lookup: {
      schema: {
        attributes: { name: { type: 'string', required: true }, text: { type: 'string', computed: true } },
      },
      async read({ config }) {
        return { state: { ...config, text: JSON.parse(readFileSync(fileOf(config.name), 'utf8')).text } };
      },
    },
  },
  stop() {
    called('stop');
    stopped = true;
    onStop();
  },
});
