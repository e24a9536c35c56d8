import { buildProvider, CLOSED, intent, removeProvider, Stack, vlan } from './workspace';

jest.setTimeout(300_000);

let stack: Stack;

beforeAll(async () => {
  buildProvider();
  stack = new Stack().write({ kvm01: {} });
  expect(await stack.init()).toMatchObject({ code: 0 });
});
afterAll(removeProvider);

const refused = async (attributes: object): Promise<string> => {
  const { code, output } = await stack.write({ kvm01: { ...attributes } }).validate();
  expect(code).toBe(1);
  return output;
};

test('a host that is right', async () => {
  const timeouts = { create: '5m', update: '1m30s', delete: '90s' };
  const right = { kvm01: { intent: intent('kvm01', [vlan]), unreachable: 'error', timeouts } };
  expect(await stack.write(right).validate()).toMatchObject({ code: 0 });
});

test('a property that is wrong: construct path, field and remedy', async () => {
  const wrong = { ...vlan, props: { ...vlan.props, vlanId: 4095 }, source: 'stacks/fleet.ts:12' };
  const output = await refused({ intent: intent('kvm01', [wrong]) });
  expect(output).toContain('Error: Cannot read vlan (host kvm01)');
  expect(output).toContain('in resource.trunkline_host.kvm01');
  expect(output).toContain(
    'Construct: fleet/kvm01/web Field: vlanId Found: VLAN ID must be from 1 to 4094: 4095 is reserved (IEEE 802.1Q) Remedy: see stacks/fleet.ts:12',
  );
});

test.each([
  [
    'a kind of a newer Trunkline',
    intent('kvm01', [{ ...vlan, kind: 'teleport' }]),
    'Field: kind Found: teleport',
  ],
  [
    'another format',
    intent('kvm01').replace('"formatVersion":1', '"formatVersion":2'),
    'must be 1; this Trunkline reads no other',
  ],
  ['no JSON', '{', 'intent is not JSON; take what synth wrote'],
])('%s', async (_, text, expected) => {
  expect(await refused({ intent: text })).toContain(expected);
});

test('an option in the place of a host name', async () => {
  const output = await refused({ ssh: { ...CLOSED, host: '-oProxyCommand=x' } });
  expect(output).toContain("Field: host Found: must not start with '-'");
});

test('a duration that is none, with its name', async () => {
  expect(await refused({ timeouts: { create: '5 min' } })).toContain(
    "timeouts.create: '5 min' is not a duration such as 90s or 5m",
  );
});

test('a policy that is none', async () => {
  expect(await refused({ unreachable: 'ignore' })).toContain("unreachable must be 'warn' or 'error'");
});

test('what Terraform knows later is validated later', async () => {
  const later = new Stack({ terraform_data: { machine: { input: '-oProxyCommand=x' } } });
  later.write({ kvm01: { ssh: { ...CLOSED, host: '${terraform_data.machine.output}' } } });
  await later.init();
  expect(await later.validate()).toMatchObject({ code: 0 });
  const planned = await later.plan();
  expect(planned).toMatchObject({ code: 2 });
  expect(planned.output).toContain('+ changes = (known after apply)');
  const { code, output } = await later.apply();
  expect(code).toBe(1);
  expect(output).toContain("must not start with '-'");
});
