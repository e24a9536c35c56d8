import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab, LabHost } from '../../lab';
import { build, ran } from './fleet';
import { freshLab, kernelState, LAB_TIMEOUT_MS, target } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'package-'));
let lab: Lab;
let tarball: string;

async function run(cwd: string, command: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, CHECKPOINT_DISABLE: '1', CI: '1', TF_CLI_ARGS: '-no-color' };
  const { code, output } = await ran(spawn(command, args, { cwd, env }));
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${output}`);
  return output;
}

beforeAll(async () => {
  await build();
  await run(root, 'npm', 'pack', '--silent', '--pack-destination', folder);
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  tarball = join(folder, `${name}-${version}.tgz`);
  lab = await freshLab();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a company would keep in a package of its own. */
const LIBRARY = `
import type { Construct } from 'constructs';
import { type SshProps, TrunkedHost, VlanBridge, VlanPlan } from 'trunkline';

const plan = new VlanPlan({
  management: { id: 100, prefix: '10.0.100.0/24', gateway: '10.0.100.1', role: 'management' },
  web: { id: 200 },
});

export class Hypervisor extends TrunkedHost {
  readonly web: VlanBridge;

  constructor(scope: Construct, id: string, props: { readonly number: number; readonly ssh: SshProps }) {
    super(scope, id, {
      ssh: props.ssh,
      plan,
      uplinks: ['enp2s0', 'enp3s0'],
      management: { vlan: 'management', address: plan.vlan('management').host(props.number) },
    });
    this.web = new VlanBridge(this, 'web', { vlan: 'web' });
  }
}
`;

const app = (library: string, host: LabHost) => `
import { App, TerraformStack } from '${library}';
import { Hypervisor } from './hypervisor';

const app = new App();
const stack = new TerraformStack(app, 'fleet');
const host = new Hypervisor(stack, '${host.name}', {
  number: ${host.managementAddress.split('.').at(-1)},
  ssh: ${JSON.stringify(target(host))},
});
const bridge: string = host.web.linkName;
if (bridge !== 'br200') throw new Error(bridge);
app.synth();
`;

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    module: 'node16',
    strict: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  },
};

describe.each([
  ['cdktf', 'kvm01', '^0.21.0'],
  ['cdktn', 'kvm02', '^0.24.0'],
])('in an empty folder beside %s', (library, name, range) => {
  const here = join(folder, library);
  const stack = join(here, 'cdktf.out/stacks/fleet');
  const terraform = (...args: string[]) => run(stack, 'terraform', ...args);
  let host: LabHost;
  let before: string;

  beforeAll(async () => {
    host = lab.host(name);
    before = await kernelState(host);
    mkdirSync(here);
    const write = (file: string, text: string) => writeFileSync(join(here, file), text);
    write('package.json', '{ "private": true }');
    write('tsconfig.json', JSON.stringify(TSCONFIG));
    write('hypervisor.ts', LIBRARY);
    write('app.ts', app(library, host));
    const packages = [tarball, `${library}@${range}`, 'constructs@^10.4.2'];
    await run(here, 'npm', 'install', '--ignore-scripts', '--prefer-offline', '--silent', ...packages);
  });

  test('it is installed alone: the other library is not needed', () => {
    const other = library === 'cdktf' ? 'cdktn' : 'cdktf';
    expect(existsSync(join(here, 'node_modules', other))).toBe(false);
    expect(existsSync(join(here, 'node_modules/trunkline/dist/provider/provider.js'))).toBe(true);
    expect(existsSync(join(here, 'node_modules/trunkline/test'))).toBe(false);
  });

  test('the user’s own construct library compiles against its types, and the app synthesises', async () => {
    await run(here, process.execPath, join(root, 'node_modules/typescript/bin/tsc'));
    await run(here, process.execPath, 'app.js');
    const { resource } = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8'));
    expect(Object.keys(resource.trunkline_host)).toEqual([name]);
  });

  test('only what is exported can be reached', async () => {
    const deep = run(here, process.execPath, '-e', "require('trunkline/dist/lib/errors')");
    await expect(deep).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
    expect(await run(here, process.execPath, '-p', "require('trunkline/package.json').name")).toBe(
      'trunkline\n',
    );
  });

  test('an ES module is served as well', async () => {
    writeFileSync(
      join(here, 'app.mjs'),
      `import { App, TerraformStack } from '${library}';
import { Host, Link } from 'trunkline';
const app = new App({ outdir: 'esm.out' });
new Link(new Host(new TerraformStack(app, 'fleet'), 'kvm', { ssh: { host: 'kvm' } }), 'nic', { name: 'eth0' });
app.synth();
`,
    );
    await run(here, process.execPath, 'app.mjs');
    expect(existsSync(join(here, 'esm.out/stacks/fleet/hosts/kvm.json'))).toBe(true);
  });

  test('an error points at the user’s own line', async () => {
    writeFileSync(
      join(here, 'wrong.js'),
      `const { App, TerraformStack } = require('${library}');
const { Host } = require('trunkline');
new Host(new TerraformStack(new App(), 'fleet'), 'kvm', { ssh: { host: '' } });
`,
    );
    await expect(run(here, process.execPath, 'wrong.js')).rejects.toThrow(
      "cannot make host fleet/kvm: 'ssh.host': must not be empty",
    );
    await expect(run(here, process.execPath, 'wrong.js')).rejects.toThrow('; see wrong.js:3');
  });

  test('terraform deploys it, and has nothing to do then', async () => {
    await terraform('init', '-input=false');
    expect(await terraform('apply', '-auto-approve')).toContain('1 added, 0 changed, 0 destroyed');
    expect(await host.sh('ip -br link show br200')).toContain('br200');
    expect(await terraform('plan', '-detailed-exitcode')).toContain('No changes.');
  });

  test('the command line is there, and agrees', () => {
    const trunkline = (...args: string[]) =>
      execFileSync(join(here, 'node_modules/.bin/trunkline'), args, { cwd: here, encoding: 'utf8' });
    expect(trunkline('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(JSON.parse(trunkline('plan', '--json'))).toMatchObject({ hosts: [{ host: name }] });
    trunkline('verify');
  });

  test('terraform gives it back', async () => {
    expect(await terraform('destroy', '-auto-approve')).toContain('1 destroyed');
    expect(await kernelState(host)).toBe(before);
  });
});
