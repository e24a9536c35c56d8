import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { installProvider } from '../../../provider/protocol/install';

export const SOURCE = 'example.test/tests/toy';

const HEADER = `
terraform {
  required_providers {
    toy = { source = "${SOURCE}", version = "1.0.0" }
  }
}
`;

export interface Outcome {
  readonly code: number | null;
  /** stdout and stderr as a person would see them, without the boxes and wrapping of diagnostics. */
  readonly output: string;
}

/** A folder with a configuration, the toy provider, and the toy's world. */
export class Workspace {
  readonly root = mkdtempSync(join(tmpdir(), 'toy-'));
  readonly folder = join(this.root, 'stack');
  readonly world = join(this.root, 'world');
  readonly bundle = join(this.root, "bundle's folder", 'toy.js');
  readonly #temporary = join(this.root, 'tmp');

  constructor() {
    for (const folder of [this.folder, join(this.world, 'things'), this.#temporary]) {
      mkdirSync(folder, { recursive: true });
    }
    bundleToy(this.bundle);
    installProvider({ folder: this.folder, source: SOURCE, version: '1.0.0', bundle: this.bundle });
  }

  write(configuration: string): void {
    writeFileSync(join(this.folder, 'main.tf'), HEADER + configuration);
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: this.root,
      TMPDIR: this.#temporary,
      TOY_WORLD: this.world,
      TF_CLI_CONFIG_FILE: '/dev/null',
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
    };
  }

  start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    const env = { ...this.environment, ...environment };
    return spawn('terraform', args, { cwd: this.folder, env, detached: true });
  }

  async terraform(...args: string[]): Promise<Outcome> {
    return outcome(this.start(args));
  }

  async init(): Promise<void> {
    const { code, output } = await this.terraform('init', '-no-color', '-input=false');
    if (code !== 0) throw new Error(output);
  }

  plan = (...args: string[]) =>
    this.terraform('plan', '-no-color', '-input=false', '-detailed-exitcode', ...args);
  apply = (...args: string[]) =>
    this.terraform('apply', '-no-color', '-input=false', '-auto-approve', ...args);

  /** The state's attributes of one resource. */
  async attributes(address: string): Promise<Record<string, unknown> | undefined> {
    const { output } = await this.terraform('show', '-json');
    const resources = JSON.parse(output).values?.root_module.resources ?? [];
    return resources.find((resource: { address: string }) => resource.address === address)?.values;
  }

  readonly stateFile = () => readFileSync(join(this.folder, 'terraform.tfstate'), 'utf8');

  thing(name: string): Record<string, unknown> {
    return JSON.parse(readFileSync(join(this.world, 'things', `${name}.json`), 'utf8'));
  }

  putThing(name: string, thing: object): void {
    writeFileSync(join(this.world, 'things', `${name}.json`), JSON.stringify(thing));
  }

  calls(): string[] {
    const file = join(this.world, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  }

  /** Processes of ours that live, and what they left in the folder for temporary files. */
  leftovers(): string[] {
    const pids = join(this.world, 'pids');
    const alive = (existsSync(pids) ? readdirSync(pids) : []).filter(isAlive).map(pid => `process ${pid}`);
    return [...alive, ...readdirSync(this.#temporary).filter(name => name.startsWith('trunkline-'))];
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function bundleToy(outfile: string): void {
  const entryPoints = [join(__dirname, 'toy.ts')];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node20', logLevel: 'error' });
}

export async function outcome(child: ChildProcess): Promise<Outcome> {
  let output = '';
  child.stdout!.on('data', data => (output += data));
  child.stderr!.on('data', data => (output += data));
  const code = await new Promise<number | null>(resolve => child.on('close', resolve));
  return { code, output: output.replace(/^[│╷╵] ?/gm, '') };
}

export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** A zombie is dead: it only waits for whoever adopted it. */
function isAlive(pid: string): boolean {
  try {
    process.kill(Number(pid), 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    return existsSync('/proc') ? false : (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
