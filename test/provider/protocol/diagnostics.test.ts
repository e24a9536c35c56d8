import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until, Workspace } from './workspace';

jest.setTimeout(300_000);

let workspace: Workspace;

beforeAll(async () => {
  workspace = new Workspace();
  workspace.write('resource "toy_thing" "it" { name = "a" }');
  await workspace.init();
});
afterEach(() => until('the provider has left nothing', () => workspace.leftovers().length === 0));
afterAll(() => workspace.remove());

const write = (body: string) => workspace.write(`resource "toy_thing" "it" {\n  name = "a"\n  ${body}\n}`);

describe('errors before apply', () => {
  test('point at the attribute', async () => {
    write('text = "so forbidden"');
    const { code, output } = await workspace.terraform('validate', '-no-color');
    expect(code).toBe(1);
    expect(output).toContain('Error: forbidden text');
    expect(output).toMatch(
      /on main\.tf line \d+, in resource "toy_thing" "it":\s+\d+:\s+text = "so forbidden"/,
    );
    expect(output).toContain('Choose another.');
  });

  test('point into a list of objects', async () => {
    write('behave = "invalid-port"\n  ports = [{ number = 1, label = "" }, { number = 2, label = "" }]');
    const { output } = await workspace.terraform('validate', '-no-color', '-json');
    const [diagnostic] = JSON.parse(output).diagnostics;
    expect(diagnostic).toMatchObject({ summary: 'bad port', detail: 'Try 1.\n\nAt ports[1].number.' });
    expect(diagnostic.snippet.code).toContain('ports = ');
  });

  test('unknown attributes are refused by the schema', async () => {
    write('colour = "red"');
    const { output } = await workspace.terraform('validate', '-no-color');
    expect(output).toContain('An argument named "colour" is not expected here');
  });

  test('thrown by plan', async () => {
    write('behave = "throw-plan"');
    const { code, output } = await workspace.plan();
    expect(code).toBe(1);
    expect(output).toContain('Error: the plan fell over');
    expect(output).toContain('and this is why');
  });

  test('of configure', async () => {
    workspace.write('provider "toy" { greeting = "rude" }\nresource "toy_thing" "it" { name = "a" }');
    const { code, output } = await workspace.plan();
    expect(code).toBe(1);
    expect(output).toContain('Error: be polite');
    expect(output).toContain('greeting = "rude"');
  });
});

describe('errors of apply', () => {
  test.each([
    ['throw', ['Error: cannot make it: out of ideas', 'Caused by: no coffee']],
    ['throw-nothing', ['Error: unexpected Error while applying toy_thing']],
    ['throw-undefined', ['Error: unexpected error while applying toy_thing']],
  ])('%s on create leaves nothing in the state', async (behave, texts) => {
    write(`behave = "${behave}"`);
    const { code, output } = await workspace.apply();
    expect(code).toBe(1);
    for (const text of texts) expect(output).toContain(text);
    expect(await workspace.attributes('toy_thing.it')).toBeUndefined();
  });

  test('a warning is shown at the end', async () => {
    write('behave = "warn"');
    const { code, output } = await workspace.apply();
    expect(code).toBe(0);
    expect(output).toContain('Warning: it was close');
  });

  test('thrown on update keeps the prior state', async () => {
    write('behave = "throw"');
    expect((await workspace.apply()).code).toBe(1);
    expect(await workspace.attributes('toy_thing.it')).toMatchObject({ behave: 'warn' });
  });

  test('what a dependency prints, or forgets to await, does no harm', async () => {
    for (const behave of ['print', 'stray']) {
      write(`behave = "${behave}"`);
      expect(await workspace.apply()).toMatchObject({ code: 0 });
    }
  });
});

describe('the log', () => {
  test('has the levels that Terraform knows', async () => {
    write('text = "logged"');
    const child = workspace.start(['apply', '-no-color', '-auto-approve'], { TF_LOG_PROVIDER: 'info' });
    let log = '';
    child.stderr!.on('data', data => (log += data));
    await new Promise(resolve => child.on('close', resolve));
    expect(log).toMatch(/\[INFO\] +provider\.terraform-provider-toy_v1\.0\.0: applying: .*thing=a/);
    expect(log).not.toContain('[TRACE]');
    expect(log).not.toContain('[DEBUG]');
  });
});

describe('stored states', () => {
  const store = (version: number, attributes: object) => {
    const state = JSON.parse(workspace.stateFile());
    Object.assign(state.resources[0].instances[0], { schema_version: version, attributes });
    writeFileSync(join(workspace.folder, 'terraform.tfstate'), JSON.stringify(state));
  };

  test('of an older version are upgraded', async () => {
    store(1, { name: 'a', label: 'label' });
    const { output } = await workspace.plan('-refresh=false');
    expect(output).toContain('Warning: an old state was upgraded');
    expect(output).toMatch(/text += "label from version 1" -> "logged"/);
  });

  test('of the same version may have names that are gone', async () => {
    store(2, { name: 'a', gone: true });
    expect(await workspace.plan()).toMatchObject({ code: 0 });
  });
});
