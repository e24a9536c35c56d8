import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../../lab';
import { withLock } from '../../lab/lock';
import type { FleetOptions } from './fleet-app';
import { target } from './support';

const root = join(__dirname, '../..');
const tsx = require.resolve('tsx/cli');

export interface Ran {
  readonly code: number | null;
  /** Both streams without colours and boxes. */
  readonly output: string;
}

const plain = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are told by control characters
  text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replace(/^[│╷╵] ?/gm, '');

export async function ran(child: ChildProcess): Promise<Ran> {
  let output = '';
  child.stdout?.on('data', data => (output += data));
  child.stderr?.on('data', data => (output += data));
  const code = await new Promise<number | null>(resolve => child.on('close', resolve));
  return { code, output: plain(output) };
}

/** Needs what users have: the package as it is built. One worker builds it, if it is old. */
export const build = (): Promise<void> =>
  withLock(join(root, '.cache'), 'build', async () => {
    execFileSync('make', ['--silent', 'dist/.built'], { cwd: root });
  });

/** A person's folder with an app, whose hosts are those of the lab. */
export class Fleet {
  readonly folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  readonly stack = join(this.folder, 'cdktf.out/stacks/fleet');
  readonly stateFile = join(this.folder, 'terraform.fleet.tfstate');
  readonly hosts: FleetOptions['hosts'];
  readonly #lab: Lab;

  constructor(lab: Lab, names: readonly string[] = lab.hosts.map(({ name }) => name)) {
    this.#lab = lab;
    this.hosts = Object.fromEntries(
      names.map(name => {
        const host = lab.host(name);
        const number = Number(host.managementAddress.split('.').at(-1));
        return [name, { number, ssh: { ...target(host), connectTimeoutSec: 15 } }];
      }),
    );
    this.write('inventory.json', this.hosts);
    this.write('cdktf.json', {
      language: 'typescript',
      app: [process.execPath, tsx, join(root, 'main.ts')].join(' '),
    });
  }

  write(name: string, content: unknown): void {
    writeFileSync(join(this.folder, name), JSON.stringify(content));
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: this.folder,
      CHECKPOINT_DISABLE: '1',
      CI: '1',
      TRUNKLINE_INVENTORY: join(this.folder, 'inventory.json'),
      TRUNKLINE_SSH_CONFIG: this.#lab.sshConfigFile,
    };
  }

  start(command: string, args: readonly string[], cwd = this.folder, env: object = {}): ChildProcess {
    // A group of its own: a signal to one process is not a signal to its children.
    return spawn(command, args, { cwd, env: { ...this.environment, ...env }, detached: true });
  }

  /** `npx cdktf ...` with the repository's own main.ts. */
  cdktf(...args: string[]): Promise<Ran> {
    return ran(this.start(process.execPath, [join(root, 'node_modules/.bin/cdktf'), ...args]));
  }

  /** The same stack with other numbers. */
  async synth(options: Partial<FleetOptions> = {}): Promise<void> {
    const env = { FLEET_OPTIONS: JSON.stringify({ hosts: this.hosts, ...options }) };
    const app = this.start(process.execPath, [tsx, join(__dirname, 'fleet-app.ts')], this.folder, env);
    const { code, output } = await ran(app);
    if (code !== 0) throw new Error(output);
    const init = await this.terraform('init');
    if (init.code !== 0) throw new Error(init.output);
  }

  startTerraform(command: string, ...args: string[]): ChildProcess {
    return this.start('terraform', [command, '-no-color', '-input=false', ...args], this.stack);
  }

  terraform(command: string, ...args: string[]): Promise<Ran> {
    return ran(this.startTerraform(command, ...args));
  }

  /** Exit code 0: nothing to do; 2: changes. */
  plan = (...args: string[]) => this.terraform('plan', '-detailed-exitcode', ...args);
  apply = (...args: string[]) => this.terraform('apply', '-auto-approve', ...args);

  /** The attributes that a plan leads to, by host. */
  async planned(...args: string[]): Promise<Record<string, Record<string, unknown>>> {
    const file = join(this.folder, 'plan');
    const { code, output } = await this.plan(`-out=${file}`, ...args);
    if (code !== 2) throw new Error(`terraform plan ended with ${code}: ${output}`);
    const shown = execFileSync('terraform', ['show', '-json', file], {
      cwd: this.stack,
      env: this.environment,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const { resource_changes } = JSON.parse(shown) as {
      resource_changes: { name: string; change: { after: Record<string, unknown> } }[];
    };
    return Object.fromEntries(resource_changes.map(({ name, change }) => [name, change.after]));
  }

  state(): { resources: { name: string; instances: { attributes: Record<string, unknown> }[] }[] } {
    return JSON.parse(readFileSync(this.stateFile, 'utf8'));
  }

  forgetState(): void {
    for (const end of ['', '.backup']) rmSync(`${this.stateFile}${end}`, { force: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Asks until it is so. The test's own timeout ends it. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 300));
}
