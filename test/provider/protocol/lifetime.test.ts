import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { outcome, until, Workspace } from './workspace';

jest.setTimeout(300_000);

let workspace: Workspace;

beforeAll(async () => {
  workspace = new Workspace();
  workspace.write('resource "toy_thing" "it" {\n name = "a"\n behave = "await-stop"\n}');
  await workspace.init();
});
afterEach(() => until('the provider has left nothing', () => workspace.leftovers().length === 0));
afterAll(() => workspace.remove());

const happened = (what: string) => existsSync(join(workspace.world, what));

describe('terraform is interrupted while the provider applies', () => {
  test('SIGINT to the process group stops politely: apply finishes and its state is kept', async () => {
    const apply = workspace.start(['apply', '-no-color', '-auto-approve']);
    const ended = outcome(apply);
    await until('apply is under way', () => happened('waiting'));
    expect(workspace.calls()).not.toContain('stop');
    // As a terminal's ^C: to terraform and to the provider.
    process.kill(-apply.pid!, 'SIGINT');
    const { output } = await ended;
    expect(output).toContain('Interrupt received');
    expect(output).toContain('Creation complete');
    expect(workspace.calls()).toContain('stop');
    expect(happened('finished')).toBe(true);
    expect(await workspace.attributes('toy_thing.it')).toMatchObject({ id: 'thing/a' });
  });

  test('SIGKILL of terraform ends the provider as well', async () => {
    workspace.write('resource "toy_thing" "it" {\n name = "b"\n behave = "await-stop"\n}');
    execFileSync('rm', ['-f', join(workspace.world, 'waiting')]);
    const apply = workspace.start(['apply', '-no-color', '-auto-approve']);
    const ended = outcome(apply);
    await until('apply is under way', () => happened('waiting'));
    expect(workspace.leftovers()).not.toEqual([]);
    apply.kill('SIGKILL');
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
