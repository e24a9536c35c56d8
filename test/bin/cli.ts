import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../bin/main';
import type { World } from '../../bin/world';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Circumstances {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Both streams are a terminal, and a person gives this answer. */
  readonly answer?: string;
}

/** Runs the command line in this process. */
export async function trunkline(
  args: readonly string[],
  { cwd, env = {}, answer }: Circumstances,
): Promise<Ran> {
  const texts = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({
    write: (text: string) => {
      texts[name] += text;
    },
    isTerminal: answer !== undefined,
  });
  const world: World = {
    env,
    cwd,
    stdout: sink('out'),
    stderr: sink('err'),
    ...(answer !== undefined && { ask: async () => answer }),
    guard: work => work(new AbortController().signal),
  };
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    return { code: await main(args, world), ...texts };
  } finally {
    process.env = before;
  }
}

/** The state of a host as it came, read from a real one by `show --json`. */
export const BARE_HOST = join(__dirname, 'fixtures', 'bare-host.json');

/** A port on which nobody listens. */
export const CLOSED = { host: '127.0.0.1', port: 1, config: false, agent: false };

export const resources = {
  nics: [
    { kind: 'link', props: { name: 'enp2s0' }, path: 'fleet/kvm01/enp2s0' },
    { kind: 'link', props: { name: 'enp3s0' }, path: 'fleet/kvm01/enp3s0' },
  ],
  bond: {
    kind: 'bond',
    props: { name: 'bond0', mode: '802.3ad', ports: ['enp2s0', 'enp3s0'] },
    path: 'fleet/kvm01/bond0',
  },
  vlan: { kind: 'vlan', props: { name: 'bond0.200', link: 'bond0', vlanId: 200 }, path: 'fleet/kvm01/web' },
  /** Stands on a link that is nowhere. */
  orphan: { kind: 'vlan', props: { name: 'bond9.7', link: 'bond9', vlanId: 7 }, path: 'fleet/kvm01/orphan' },
};

export const usual = [...resources.nics, resources.bond, resources.vlan];

/** The text of a host file. */
export const documentOf = (host: string, list: readonly unknown[] = usual, ssh: unknown = CLOSED): string =>
  `${JSON.stringify(
    { formatVersion: 1, ssh, intent: { formatVersion: 1, host, settings: {}, resources: list } },
    null,
    2,
  )}\n`;

/** A folder with synthesised hosts, gone after the test. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'trunkline-cli-'));

  write(path: string, text: string): this {
    const at = join(this.folder, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, text);
    return this;
  }

  host(name: string, list?: readonly unknown[], stack = 'fleet'): this {
    return this.write(`cdktf.out/stacks/${stack}/hosts/${name}.json`, documentOf(name, list));
  }

  /** A file for `--state`, with the same bare host under several names. */
  states(...names: string[]): string {
    const { state } = JSON.parse(readFileSync(BARE_HOST, 'utf8')).hosts[0];
    this.write('states.json', JSON.stringify({ hosts: names.map(host => ({ host, state })) }));
    return join(this.folder, 'states.json');
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  run(args: readonly string[], more: Partial<Circumstances> = {}): Promise<Ran> {
    return trunkline(args, { cwd: this.folder, ...more });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One project for each test. */
export function useProject(): () => Project {
  let project: Project;
  beforeEach(() => {
    project = new Project();
  });
  afterEach(() => project.remove());
  return () => project;
}
