import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdktf from 'cdktf';
import type { Construct } from 'constructs';
import { TrunkedHost, type TrunkedHostProps, VlanBridge, VlanPlan } from '../../constructs';

export const plan = new VlanPlan({
  management: { id: 100, prefix: '10.0.100.0/24', gateway: '10.0.100.1', role: 'management' },
  web: { id: 200, prefix: '10.0.200.0/24' },
});

/** A host that is right, unless the properties given spoil it. */
export function host(scope: Construct, id: string, props: Partial<TrunkedHostProps> = {}): TrunkedHost {
  const made = new TrunkedHost(scope, id, {
    ssh: { host: '192.0.2.11', user: 'root' },
    plan,
    uplinks: ['enp2s0', 'enp3s0'],
    ...props,
  });
  new VlanBridge(made, 'web', { vlan: 'web' });
  return made;
}

const folders: string[] = [];

export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cdktf-'));
  folders.push(folder);
  return folder;
}

export function removeTemporary(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

type Json = Record<string, Record<string, Record<string, unknown>>>;

export interface Synthesised {
  readonly folder: string;
  readonly config: {
    readonly resource: Json;
    readonly provider: object;
    readonly terraform: { readonly required_providers: object };
  };
  /** What a person is told without being stopped. */
  readonly warnings: readonly string[];
  /** Every file by its path, but for those that name this machine's folders. */
  files(): Record<string, string>;
  text(path: string): string;
  json(path: string): Record<string, unknown>;
}

/** Synthesises one stack, as `cdktf synth` would. */
export function synth(
  describe: (stack: cdktf.TerraformStack) => void,
  { library = cdktf, folder = temporary() } = {},
): Synthesised {
  const app = new library.App({ outdir: folder });
  const stack = new library.TerraformStack(app, 'fleet');
  // The state's path is of no interest, and absolute.
  new library.LocalBackend(stack, { path: 'terraform.tfstate' });
  describe(stack);
  app.synth();
  const text = (path: string) => readFileSync(join(folder, 'stacks/fleet', path), 'utf8');
  const json = (path: string) => JSON.parse(text(path));
  return {
    folder: join(folder, 'stacks/fleet'),
    config: json('cdk.tf.json'),
    warnings: app.manifest.forStack(stack).annotations.map(({ message }) => message),
    text,
    json,
    files: () =>
      Object.fromEntries(
        readdirSync(join(folder, 'stacks/fleet'), { recursive: true, withFileTypes: true })
          .filter(entry => entry.isFile())
          .map(({ parentPath, name }) => join(parentPath, name))
          .map(path => [path.slice(folder.length), readFileSync(path, 'utf8')]),
      ),
  };
}

/** The attributes of a resource, without cdktf's comment. */
export function resource(config: Synthesised['config'], address: string): Record<string, unknown> {
  const [type, name] = address.split('.') as [string, string];
  const { '//': _, ...attributes } = config.resource[type]?.[name] ?? {};
  return attributes;
}

/** What terraform makes of strings of its configuration. */
export function evaluated(strings: Readonly<Record<string, string>>): Record<string, string> {
  const folder = temporary();
  const output = Object.fromEntries(Object.entries(strings).map(([name, value]) => [name, { value }]));
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ output }));
  terraform(folder, 'apply', '-auto-approve');
  const read = JSON.parse(terraform(folder, 'output', '-json'));
  return Object.fromEntries(Object.keys(strings).map(name => [name, read[name].value]));
}

/** Runs terraform, which must succeed and gets nothing of the user's configuration. */
export function terraform(folder: string, ...args: readonly string[]): string {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_CLI_ARGS: '-no-color',
  };
  return execFileSync('terraform', args, { cwd: folder, env, encoding: 'utf8' });
}
