import { until, Workspace } from './workspace';

jest.setTimeout(300_000);

let workspace: Workspace;

beforeAll(async () => {
  workspace = new Workspace();
  workspace.write(`resource "toy_thing" "it" { name = "a" }\nresource "terraform_data" "other" {}`);
  await workspace.init();
});
afterEach(() => until('the provider has left nothing', () => workspace.leftovers().length === 0));
afterAll(() => workspace.remove());

/** Applies, expects nothing to do afterwards, and returns what the world got. */
async function applied(body: string, rest = ''): Promise<Record<string, unknown>> {
  workspace.write(`resource "toy_thing" "it" {\n name = "a"\n ${body}\n}\n${rest}`);
  const { code, output } = await workspace.apply();
  expect({ code, output }).toMatchObject({ code: 0 });
  const again = await workspace.plan();
  expect({ ...again }).toMatchObject({ code: 0 });
  return workspace.thing('a');
}

/** One resource a case, so that Terraform is started once for all of them. */
async function roundTrip(attribute: string, cases: [written: string, meant: unknown][]): Promise<void> {
  const others = cases.map(
    ([written], index) =>
      `resource "toy_thing" "r${index}" {\n name = "r${index}"\n ${attribute} = ${written}\n}`,
  );
  await applied('', others.join('\n'));
  const got = cases.map(([written], index) => [written, workspace.thing(`r${index}`)[attribute]]);
  expect(got).toEqual(cases);
}

describe('values come through Terraform unchanged', () => {
  test('nothing set', async () => {
    expect(await applied('')).toMatchObject({ text: null, number: null, tags: null, ports: null, rule: [] });
  });

  test('texts', async () => {
    await roundTrip('text', [
      ['"say $${no} and %%{if}"', 'say ${no} and %{if}'],
      ['"zażółć 🐉 \u{1F468}\u200d\u{1F469} \\u0001"', 'zażółć 🐉 \u{1F468}\u200d\u{1F469} \u0001'],
      [String.raw`"\"a\" \\ \n'b'"`, '"a" \\ \n\'b\''],
      ['""', ''],
    ]);
  });

  test('text beyond the 4 MiB that gRPC accepts by default', async () => {
    const { text } = await applied('text = join("", [for i in range(1000) : format("%06000d", i)])');
    expect(text).toHaveLength(6_000_000);
  });

  test('numbers', async () => {
    await roundTrip('number', [
      ['0', 0],
      ['-7', -7],
      ['4294967296', 4294967296],
      ['9007199254740991', 9007199254740991],
      ['9007199254740993', '9007199254740993'],
      ['-9223372036854775809', '-9223372036854775809'],
      ['18446744073709551615', '18446744073709551615'],
      ['123456789012345678901234567890', '123456789012345678901234567890'],
      ['1267650600228229401496703205376', '1267650600228229401496703205376'],
      ['0.1', 0.1],
      ['1 / 8', 0.125],
      ['1e-7', 1e-7],
      ['1.5e300', '15'.padEnd(301, '0')],
      ['0.1234567890123456789', '0.1234567890123456789'],
      ['pow(2, -60)', '0.000000000000000000867361737988403547205962240695953369140625'],
    ]);
  });

  test('collections and blocks', async () => {
    const got = await applied(`
      flag  = false
      tags  = { "a.b c" = "1", "__ü" = "2" }
      ports = [{ number = 1, label = "x" }, { number = 2, label = null }]
      rule { priority = 10 }
      rule { priority = 20 }`);
    expect(got).toMatchObject({
      flag: false,
      tags: { 'a.b c': '1', __ü: '2' },
      ports: [
        { number: 1, label: 'x' },
        { number: 2, label: null },
      ],
      rule: [{ priority: 10 }, { priority: 20 }],
    });
  });

  test('empty collections are not null', async () => {
    expect(await applied('tags = {}\n ports = []')).toMatchObject({ tags: {}, ports: [] });
  });

  test('a sensitive value is not shown', async () => {
    workspace.write('resource "toy_thing" "it" {\n name = "a"\n secret = "hunter2"\n}');
    const { output } = await workspace.apply();
    expect(output).toContain('(sensitive value)');
    expect(output).not.toContain('hunter2');
    expect(await workspace.attributes('toy_thing.it')).toMatchObject({ secret: 'hunter2' });
  });
});

describe('values known only after apply', () => {
  const other = (input: string) => `resource "terraform_data" "other" { input = "${input}" }`;

  test('in attributes, elements and blocks', async () => {
    const referring = `
      text  = "id \${terraform_data.other.id}"
      ports = [{ number = 1, label = terraform_data.other.output }]
      tags  = { x = terraform_data.other.output }
      rule { priority = length(terraform_data.other.output) }`;
    workspace.write(`resource "toy_thing" "it" {\n name = "a"\n ${referring}\n}\n${other('abc')}`);
    const { output } = await workspace.plan();
    expect(output).toMatch(/changes += \[.*\] -> \(known after apply\)|changes += \(known after apply\)/);
    const got = await applied(referring, other('abc'));
    expect(got).toMatchObject({
      text: expect.stringMatching(/^id [0-9a-f-]{36}$/),
      ports: [{ number: 1, label: 'abc' }],
      tags: { x: 'abc' },
      rule: [{ priority: 3 }],
    });
  });

  test('a whole list of blocks', async () => {
    const dynamic = `
      dynamic "rule" {
        for_each = range(length(terraform_data.other.output))
        content { priority = rule.value }
      }`;
    const got = await applied(dynamic, other('xy'));
    expect(got.rule).toEqual([{ priority: 0 }, { priority: 1 }]);
  });

  test('in the provider block, where a plan cannot know it', async () => {
    const provider = 'provider "toy" { greeting = terraform_data.greeting.output }';
    await applied('', `${other('x')}\n${provider}\nresource "terraform_data" "greeting" { input = "hello" }`);
    expect(workspace.calls()).toContain('configure unknown');
    expect(workspace.calls()).toContain('configure hello');
  });

  test('a data source', async () => {
    const data =
      'data "toy_lookup" "it" { name = toy_thing.it.name }\noutput "found" { value = data.toy_lookup.it.text }';
    await applied('text = "look"', data);
    const { output } = await workspace.terraform('output', '-no-color');
    expect(output.trim()).toBe('found = "look"');
  });
});
