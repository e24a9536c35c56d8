/** What Terraform calls rarely or not at all, asked for by a client of our own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Client,
  credentials,
  makeClientConstructor,
  type Server,
  ServerCredentials,
} from '@grpc/grpc-js';
import { toMsgpack } from '../../../provider/protocol/codec/msgpack';
import type { ProviderDefinition } from '../../../provider/protocol/definition';
import { listen } from '../../../provider/protocol/plugin/server';
import { type Method, services } from '../../../provider/protocol/proto/services';

const provider: ProviderDefinition = {
  typeName: 'tiny',
  version: '1',
  schema: { attributes: {} },
  configure: async () => [],
  resources: {
    tiny_thing: {
      schema: { attributes: { id: { type: 'string', computed: true } } },
      read: async ({ state }) => ({ state }),
      plan: async () => ({ planned: { id: 'x' } }),
      apply: async () => ({}),
    },
  },
  stop: () => {
    throw new Error('cannot stop');
  },
};

// biome-ignore lint/suspicious/noExplicitAny: answers are compared, not used
let call: (method: Method, request?: object) => Promise<any>;
let server: Server;
let client: Client;
const folder = mkdtempSync(join(tmpdir(), 'tiny-'));

beforeAll(async () => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const socket = join(folder, 'socket');
  server = await listen(provider, socket, ServerCredentials.createInsecure());
  const Provider = makeClientConstructor(services().provider, 'Provider');
  client = new Provider(`unix:${socket}`, credentials.createInsecure());
  call = (method, request = {}) =>
    new Promise((resolve, reject) => {
      const methods = client as unknown as Record<
        string,
        (request: object, done: (...answer: unknown[]) => void) => void
      >;
      methods[method]!(request, (error, response) => (error ? reject(error) : resolve(response)));
    });
});
afterAll(() => {
  jest.restoreAllMocks();
  client.close();
  server.forceShutdown();
  rmSync(folder, { recursive: true });
});

const error = (summary: string) => ({ diagnostics: [expect.objectContaining({ severity: 1, summary })] });

test('GetMetadata', async () => {
  expect(await call('GetMetadata')).toMatchObject({
    server_capabilities: { plan_destroy: true, get_provider_schema_optional: true },
    resources: [{ type_name: 'tiny_thing' }],
    data_sources: [],
  });
});

test('functions: there are none', async () => {
  expect(await call('GetFunctions')).toMatchObject({ functions: {}, diagnostics: [] });
  const { error } = await call('CallFunction', { name: 'f' });
  expect(error.text).toBe("the provider 'tiny' has no function 'f'");
});

test('unknown types are named', async () => {
  const request = { type_name: 'tiny_nothing' };
  expect(await call('ReadResource', request)).toMatchObject(
    error("the provider 'tiny' has no resource 'tiny_nothing'"),
  );
  expect(await call('ReadDataSource', request)).toMatchObject(
    error("the provider 'tiny' has no data source 'tiny_nothing'"),
  );
  for (const method of ['Validate?Config', 'Open?', 'Renew?', 'Close?']) {
    const name = method.replace('?', 'EphemeralResource') as Method;
    expect(await call(name, request)).toMatchObject(
      error("the provider 'tiny' has no ephemeral resource 'tiny_nothing'"),
    );
  }
});

test('moving and importing are refused in words', async () => {
  const moved = { source_type_name: 'a_b', target_type_name: 'tiny_thing' };
  expect(await call('MoveResourceState', moved)).toMatchObject(error("cannot move 'a_b' to 'tiny_thing'"));
  expect(await call('ImportResourceState', { type_name: 'tiny_thing', id: 'x' })).toMatchObject(
    error('tiny_thing cannot be imported'),
  );
});

test('an apply that gives no state keeps the prior one, with an error', async () => {
  const value = { msgpack: toMsgpack({ id: 'x' }) };
  const request = { type_name: 'tiny_thing', prior_state: value, planned_state: value, config: value };
  const answer = await call('ApplyResourceChange', request);
  expect(answer).toMatchObject(error('the provider applied the change but gave no state'));
  expect(Buffer.from(answer.new_state.msgpack)).toEqual(value.msgpack);
});

test('a destroy is planned as null whatever the provider says', async () => {
  const nothing = { msgpack: toMsgpack(null) };
  const value = { msgpack: toMsgpack({ id: 'x' }) };
  const request = {
    type_name: 'tiny_thing',
    prior_state: value,
    proposed_new_state: nothing,
    config: nothing,
  };
  const { planned_state } = await call('PlanResourceChange', request);
  expect(Buffer.from(planned_state.msgpack)).toEqual(nothing.msgpack);
});

test('a failing stop is answered, not thrown', async () => {
  expect(await call('StopProvider')).toEqual({ Error: 'cannot stop' });
});

test('garbage becomes a diagnostic', async () => {
  const { diagnostics } = await call('ValidateResourceConfig', {
    type_name: 'tiny_thing',
    config: { msgpack: Buffer.from('c1', 'hex') },
  });
  expect(diagnostics[0].detail).toBe('While validating tiny_thing.');
});
