import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installProvider } from '../../../provider/protocol/install';
import { packageHash, withLocked } from '../../../provider/protocol/install/lock-file';
import { parseProviderAddress } from '../../../provider/protocol/install/provider-address';
import { platformName, shim } from '../../../provider/protocol/install/shim';
import { outcome, SOURCE, Workspace } from './workspace';

jest.setTimeout(300_000);

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'install-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const install = (options: object = {}) =>
  installProvider({
    folder: root,
    source: 'example.test/a/b',
    version: '1.2.3',
    bundle: '/opt/it.js',
    environment: { HOME: root },
    ...options,
  });
const lockFile = () => readFileSync(join(root, '.terraform.lock.hcl'), 'utf8');

describe('the shim', () => {
  test('passes any path and argument on', () => {
    const folder = join(root, `it's a "folder" $HOME \`x\``);
    mkdirSync(folder);
    const bundle = join(folder, 'b.js');
    writeFileSync(bundle, 'console.log(JSON.stringify(process.argv.slice(2)))');
    const { path } = install({ bundle });
    expect(statSync(path).mode & 0o777).toBe(0o755);
    expect(JSON.parse(execFileSync(path, ['a b', "c'd"]).toString())).toEqual(['a b', "c'd"]);
  });

  test('is where Terraform looks', () => {
    const platform = platformName(process.platform, process.arch);
    expect(install().path).toBe(
      join(root, `terraform.d/plugins/example.test/a/b/1.2.3/${platform}/terraform-provider-b_v1.2.3`),
    );
    expect(platformName('linux', 'x64')).toBe('linux_amd64');
    expect(() => platformName('win32', 'x64')).toThrow('the provider cannot be run on win32 x64');
  });

  test('refuses what cannot work', () => {
    expect(() => install({ bundle: 'dist/it.js' })).toThrow('must be absolute');
    expect(() => install({ source: 'a/b' })).toThrow("cannot read the provider address 'a/b'");
    expect(() => install({ source: '../../b' })).toThrow("cannot read the provider address '../../b'");
  });
});

describe('the lock file', () => {
  const locked = {
    provider: parseProviderAddress('example.test/a/b'),
    version: '1.2.3',
    constraints: '1.2.3',
    hash: packageHash('terraform-provider-b_v1.2.3', shim('/bin/node', '/opt/it.js')),
  };
  const block = `provider "example.test/a/b" {
  version     = "1.2.3"
  constraints = "1.2.3"
  hashes = [
    "${locked.hash}",
  ]
}`;
  const other = (name: string) =>
    `provider "example.test/a/${name}" { # {{ "}" \n  version = "1" /* } */\r\n}`;

  test('is begun', () => {
    expect(withLocked(null, locked)).toMatch(
      /^# This file is maintained automatically by "terraform init"\./,
    );
    expect(withLocked(null, locked)).toContain(block);
  });

  test('keeps every other byte', () => {
    const before = `# kept\r\n${other('a')}\n\n`;
    const after = `\n${other('bb')}\n# end`;
    const old = 'provider   "example.test/a/b" {\n  version = "0.9"\n  hashes = ["h1:x"]\n}';
    expect(withLocked(before + old + after, locked)).toBe(before + block + after);
    expect(withLocked(before + after, locked)).toBe(`${before + after}\n\n${block}\n`);
  });

  test('a comment that names us is not our block', () => {
    const comment = '# provider "example.test/a/b" {\n# }\n';
    expect(withLocked(comment, locked)).toBe(`${comment}\n${block}\n`);
  });

  test('is stable', () => {
    const once = withLocked(other('x'), locked);
    expect(withLocked(once, locked)).toBe(once);
  });
});

describe('installing again', () => {
  test('writes nothing where nothing changed, and leaves nothing behind', () => {
    const { path } = install();
    const times = () => [path, join(root, '.terraform.lock.hcl')].map(file => statSync(file).mtimeMs);
    const before = times();
    install();
    expect(times()).toEqual(before);
    expect(readdirSync(root).sort()).toEqual(['.terraform.lock.hcl', 'terraform.d']);
  });

  test('with another bundle changes the shim and the lock together', () => {
    install();
    const before = lockFile();
    const { path } = install({ bundle: '/elsewhere/it.js' });
    expect(readFileSync(path, 'utf8')).toContain("'/elsewhere/it.js'");
    expect(lockFile()).not.toBe(before);
  });
});

describe('the user has an own provider_installation', () => {
  const warningFor = (text: string, name = '.terraformrc', environment = {}) => {
    mkdirSync(join(root, '.terraform.d'), { recursive: true });
    writeFileSync(join(root, name), text);
    return install({ environment: { HOME: root, ...environment } }).warning;
  };
  const explicit = (body: string) => `plugin_cache_dir = "x"\nprovider_installation {\n${body}\n}\n`;

  test.each([
    ['direct only', explicit('direct {}'), '.terraformrc'],
    ['ours only in a comment', explicit('# terraform.d/plugins\ndirect {}'), '.terraformrc'],
    ['ours only excluded', explicit('direct {\n exclude = ["example.test/a/b"]\n}'), '.terraformrc'],
    ['in the folder of the configuration', explicit('direct {}'), '.terraform.d/x.tfrc'],
    ['as JSON', '{"provider_installation":[{"direct":[{}]}]}', '.terraform.d/x.tfrc.json'],
  ])('%s', (_, text, name) => {
    const warning = warningFor(text, name);
    expect(warning).toContain(`${join(root, name)} has its own provider_installation`);
    expect(warning).toContain('path    = "terraform.d/plugins"\n    include = ["example.test/a/b"]');
  });

  test.each([
    ['there is none', 'plugin_cache_dir = "provider_installation"\n'],
    ['it is commented out', '# provider_installation {\n# direct {}\n# }\n'],
    ['it has our folder', explicit('filesystem_mirror {\n path = "terraform.d/plugins"\n}')],
    ['it names us', explicit('dev_overrides {\n "example.test/a/b" = "/x"\n}\ndirect {}')],
  ])('no warning where %s', (_, text) => {
    expect(warningFor(text)).toBeNull();
  });

  test('the file that TF_CLI_CONFIG_FILE names is read instead', () => {
    expect(warningFor(explicit('direct {}'), '.terraformrc', { TF_CLI_CONFIG_FILE: '/dev/null' })).toBeNull();
  });

  test('terraform agrees: it finds nothing, and with what the warning says it does', async () => {
    const workspace = new Workspace();
    workspace.write('resource "toy_thing" "it" { name = "a" }');
    const config = join(workspace.root, 'config.tfrc');
    const init = async (text: string) => {
      writeFileSync(config, text);
      const environment = { TF_CLI_CONFIG_FILE: config };
      const { warning } = installProvider({
        folder: workspace.folder,
        source: SOURCE,
        version: '1.0.0',
        bundle: workspace.bundle,
        environment,
      });
      const ended = await outcome(workspace.start(['init', '-no-color', '-input=false'], environment));
      return { ...ended, warning };
    };
    const empty = join(workspace.root, 'empty');
    mkdirSync(empty);
    const mirror = `filesystem_mirror {\n path = "${empty}"\n}`;
    const without = await init(explicit(mirror));
    expect(without.code).toBe(1);
    const added = /filesystem_mirror \{[\s\S]*?\}/.exec(without.warning!)![0];
    expect(await init(explicit(`${mirror}\n${added}`))).toMatchObject({ code: 0, warning: null });
    workspace.remove();
  });
});

describe('terraform accepts the lock', () => {
  test('as it stands, also read-only', async () => {
    const workspace = new Workspace();
    workspace.write('resource "toy_thing" "it" { name = "a" }');
    const lock = () => readFileSync(join(workspace.folder, '.terraform.lock.hcl'), 'utf8');
    const before = lock();
    expect(await workspace.terraform('init', '-lockfile=readonly')).toMatchObject({ code: 0 });
    expect(lock()).toBe(before);
    workspace.remove();
  });
});
