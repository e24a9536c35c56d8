import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { PROVIDER_SOURCE } from '../../../constructs/host/terraform';
import { installProvider } from '../../../provider/protocol/install';
import { type Outcome, outcome } from '../protocol/workspace';

/** A port of this machine on which nobody listens. */
export const CLOSED = { host: '127.0.0.1', port: 1, agent: 'false', config: 'false', connect_timeout_sec: 5 };

export const VERSION = '0.0.1';

const root = mkdtempSync(join(tmpdir(), 'trunkline-provider-'));
const bundle = join(root, 'provider.js');

/** The provider as it is built, from the sources as they are. */
export function buildProvider(): void {
  buildSync({
    entryPoints: [join(__dirname, '../../../provider/main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['cpu-features', './crypto/build/Release/sshcrypto.node'],
    define: { TRUNKLINE_VERSION: JSON.stringify(VERSION) },
    logLevel: 'error',
  });
}

export const removeProvider = (): void => rmSync(root, { recursive: true, force: true });

type Attributes = Readonly<Record<string, unknown>>;

/** An intent as synth writes it. */
export const intent = (host: string, resources: readonly unknown[] = [], settings: object = {}): string =>
  JSON.stringify({ formatVersion: 1, host, settings, resources });

export const vlan = {
  kind: 'vlan',
  props: { name: 'eth9.200', link: 'eth9', vlanId: 200 },
  path: 'fleet/kvm01/web',
};

/** A folder with `trunkline_host`s, as a stack's. */
export class Stack {
  readonly folder = mkdtempSync(join(root, 'stack-'));
  readonly #others: Attributes;

  constructor(others: Attributes = {}) {
    this.#others = others;
    mkdirSync(join(this.folder, 'tmp'));
    installProvider({ folder: this.folder, source: PROVIDER_SOURCE, version: VERSION, bundle });
  }

  /** Describes these hosts and no others. */
  write(hosts: Readonly<Record<string, Attributes>>): this {
    const described = Object.entries(hosts).map(([name, attributes]) => [
      name,
      { name, intent: intent(name), ssh: CLOSED, ...attributes },
    ]);
    const configuration = {
      terraform: { required_providers: { trunkline: { source: PROVIDER_SOURCE, version: VERSION } } },
      resource: { trunkline_host: Object.fromEntries(described), ...this.#others },
    };
    writeFileSync(join(this.folder, 'main.tf.json'), JSON.stringify(configuration, null, 2));
    return this;
  }

  /** Output without wrapping: words are told apart by one space. */
  async terraform(...args: readonly string[]): Promise<Outcome> {
    const env = {
      PATH: process.env.PATH,
      HOME: this.folder,
      TMPDIR: join(this.folder, 'tmp'),
      TF_CLI_CONFIG_FILE: '/dev/null',
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
      CI: '1',
    };
    const { code, output } = await outcome(spawn('terraform', args, { cwd: this.folder, env }));
    return { code, output: output.replace(/\s+/g, ' ') };
  }

  init = () => this.terraform('init', '-no-color', '-input=false');
  validate = () => this.terraform('validate', '-no-color');
  plan = (...args: string[]) =>
    this.terraform('plan', '-no-color', '-input=false', '-detailed-exitcode', ...args);
  apply = (...args: string[]) =>
    this.terraform('apply', '-no-color', '-input=false', '-auto-approve', ...args);

  /** The state's attributes by host. */
  async state(): Promise<Record<string, Record<string, unknown>>> {
    const child = await outcome(
      spawn('terraform', ['show', '-json'], { cwd: this.folder, env: { PATH: process.env.PATH } }),
    );
    const resources: { type: string; name: string; values: Record<string, unknown> }[] =
      JSON.parse(child.output.slice(child.output.indexOf('{'))).values?.root_module.resources ?? [];
    return Object.fromEntries(
      resources.filter(({ type }) => type === 'trunkline_host').map(({ name, values }) => [name, values]),
    );
  }
}
