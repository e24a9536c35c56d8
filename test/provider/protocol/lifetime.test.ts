import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { outcome, until, Workspace } from './workspace';

jest.setTimeout(300_000);

let workspace: Workspace;

beforeAll(async () => {
  workspace = new Workspace();
  workspace.write('resource "toy_thing" "it" { name = "a" }');
  await workspace.init();
});
afterEach(() => until('the provider has left nothing', () => workspace.leftovers().length === 0));
afterAll(() => workspace.remove());

const happened = (what: string) => existsSync(join(workspace.world, what));

/** An apply that has got as far as the provider's own work. */
async function applying(name: string, behave: string) {
  workspace.write(`resource "toy_thing" "it" {\n name = "${name}"\n behave = "${behave}"\n}`);
  for (const trace of ['waiting', 'finished', 'calls']) rmSync(join(workspace.world, trace), { force: true });
  const terraform = workspace.start(['apply', '-no-color', '-auto-approve']);
  const ended = outcome(terraform);
  await until('apply is under way', () => happened('waiting'));
  expect(workspace.calls()).not.toContain('stop');
  return { terraform, ended };
}

describe('while the provider applies', () => {
  test("a terminal's ^C stops politely: the change finishes and its state is kept", async () => {
    const { terraform, ended } = await applying('a', 'await-stop');
    process.kill(-terraform.pid!, 'SIGINT');
    const { output } = await ended;
    expect(output).toContain('Interrupt received');
    expect(output).toContain('Creation complete');
    expect(workspace.calls()).toContain('stop');
    expect(happened('finished')).toBe(true);
    expect(await workspace.attributes('toy_thing.it')).toMatchObject({ id: 'thing/a' });
  });

  test('SIGTERM to all processes, as from a service manager, does the same', async () => {
    const { terraform, ended } = await applying('b', 'await-stop');
    process.kill(-terraform.pid!, 'SIGTERM');
    await ended;
    expect(happened('finished')).toBe(true);
    expect(await workspace.attributes('toy_thing.it')).toMatchObject({ id: 'thing/b' });
  });

  test('a second ^C ends everything, also a provider that hangs', async () => {
    const { terraform, ended } = await applying('c', 'hang');
    process.kill(-terraform.pid!, 'SIGINT');
    await until('the provider was asked to stop', () => workspace.calls().includes('stop'));
    process.kill(-terraform.pid!, 'SIGINT');
    const { output } = await ended;
    expect(output).toContain('Two interrupts received');
  });

  test('SIGKILL of terraform ends the provider as well', async () => {
    const { terraform, ended } = await applying('d', 'await-stop');
    expect(workspace.leftovers()).not.toEqual([]);
    terraform.kill('SIGKILL');
    await ended;
  });
});

describe('started by a person', () => {
  const start = (environment: NodeJS.ProcessEnv) =>
    outcome(
      spawn(process.execPath, [workspace.bundle], { env: { TOY_WORLD: workspace.world, ...environment } }),
    );

  test('says what it is', async () => {
    expect(await start({})).toEqual({
      code: 1,
      output:
        'This is a Terraform provider, run by terraform itself: use terraform plan or terraform apply.\n',
    });
  });

  test('says that terraform is too old', async () => {
    const TF_PLUGIN_MAGIC_COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';
    const { code, output } = await start({ TF_PLUGIN_MAGIC_COOKIE, PLUGIN_PROTOCOL_VERSIONS: '4,5' });
    expect(code).toBe(1);
    expect(output).toContain('speaks plugin protocol 6, this terraform only 4, 5');
  });
});
