import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** One call of a tool that a script made. */
export interface Call {
  readonly tool: string;
  readonly argv: readonly string[];
  /** What a batch was given. */
  readonly stdin: string;
}

export interface Ran {
  readonly calls: readonly Call[];
  readonly status: number | null;
  readonly stderr: string;
  /** Content of a file of the pretended host, or undefined. */
  file(path: string): string | undefined;
  /** Whether anything in a value was executed. */
  readonly canary: boolean;
}

const STUBS = ['ip', 'bridge', 'ovs-vsctl', 'systemctl', 'firewall-offline-cmd'];
const REAL = ['cat', 'chmod', 'mkdir', 'mv', 'rm'];
const FOLDERS = /(?<![\w.])\/(proc|sys|etc|run|var)\//g;

/** Logs its argv and, for a batch, its stdin. */
const stub = (log: string): string => `#!/bin/sh
n=0
while [ -e '${log}/'$n ]; do n=$((n + 1)); done
mkdir '${log}/'$n
printf '%s\\0' "\${0##*/}" "$@" >'${log}/'$n/argv
case " $* " in *" -batch "*) cat >'${log}/'$n/stdin ;; *) : >'${log}/'$n/stdin ;; esac
`;

/** A folder that stands for a host's root, in which scripts run with tools that only write down their calls. */
export class Sandbox {
  readonly root = mkdtempSync(join(tmpdir(), 'trunkline-'));

  constructor(files: readonly string[] = []) {
    for (const folder of ['bin', 'log', 'cwd', 'proc', 'sys/class/net', 'etc', 'run', 'var'])
      mkdirSync(join(this.root, folder), { recursive: true });
    for (const tool of STUBS)
      writeFileSync(join(this.root, 'bin', tool), stub(join(this.root, 'log')), { mode: 0o755 });
    for (const tool of REAL) symlinkSync(which(tool), join(this.root, 'bin', tool));
    symlinkSync(which('true'), join(this.root, 'bin', 'sync'));
    for (const file of files) {
      mkdirSync(dirname(join(this.root, file)), { recursive: true });
      writeFileSync(join(this.root, file), '');
    }
  }

  /** Has a tool fail from now on, after it has written down its call. */
  fail(tool: string): void {
    appendFileSync(join(this.root, 'bin', tool), 'exit 1\n');
  }

  /** Paths of a host as they are in here. */
  map(text: string): string {
    return text.replace(FOLDERS, (_, folder) => `${this.root}/${folder}/`);
  }

  /** Runs a script with the host's folders, and its PATH, moved in here. Nothing outside is written. */
  run(script: string, shell: readonly string[] = ['sh'], env: NodeJS.ProcessEnv = {}): Ran {
    const text = this.map(script).replace(/ PATH=\S+$/m, ` PATH=${this.root}/bin`);
    if (!text.includes(` PATH=${this.root}/bin\n`)) throw new Error('the script sets no PATH');
    const [program = 'sh', ...args] = shell;
    const cwd = join(this.root, 'cwd');
    const { status, stderr } = spawnSync(program, [...args, '-s'], {
      cwd,
      env: { PATH: process.env.PATH, ...env },
      input: text,
      encoding: 'utf8',
    });
    return {
      calls: this.#calls(),
      status,
      stderr,
      canary: existsSync(join(cwd, 'canary')) || existsSync(join(this.root, 'canary')),
      file: path =>
        existsSync(join(this.root, path)) ? readFileSync(join(this.root, path), 'utf8') : undefined,
    };
  }

  #calls(): Call[] {
    const calls: Call[] = [];
    for (let n = 0; existsSync(join(this.root, 'log', String(n))); n++) {
      const read = (name: string) => readFileSync(join(this.root, 'log', String(n), name), 'utf8');
      const [tool = '', ...argv] = read('argv').split('\0').slice(0, -1);
      calls.push({ tool, argv, stdin: read('stdin') });
    }
    rmSync(join(this.root, 'log'), { recursive: true });
    mkdirSync(join(this.root, 'log'));
    return calls;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function which(tool: string): string {
  const found = (process.env.PATH ?? '')
    .split(':')
    .map(folder => join(folder, tool))
    .find(existsSync);
  if (found === undefined) throw new Error(`this machine has no ${tool}`);
  return found;
}

/** Every shell of this machine that a host may have as its /bin/sh; busybox would run its own `ip`. */
export const SHELLS: readonly (readonly string[])[] = [['sh'], ['bash', '--posix'], ['ksh']].filter(
  ([program]) => spawnSync(program!, ['-c', ':'], { stdio: 'ignore' }).error === undefined,
);

/** The words of each line of a batch, as ip(8) reads them; comments and empty lines left out. */
export const batchLines = (text: string): string[][] =>
  text
    .split('\n')
    .map(line => line.replace(/#.*/, '').trim())
    .filter(line => line !== '')
    .map(line => line.split(/\s+/));
