import { execFile } from 'node:child_process';
import { ValidationError } from '../errors';
import { expandHome } from './read-file';
import type { SshTarget } from './target';

/** What the OpenSSH config says about a host; lists are in the config's order. */
export type OpensshConfig = ReadonlyMap<string, readonly string[]>;

const TIMEOUT_MS = 10_000;

/**
 * Asks `ssh -G`, so that Include, Match, tokens and defaults mean what they mean to OpenSSH.
 * Undefined where OpenSSH is not installed.
 * @throws ValidationError when OpenSSH refuses the config
 */
export async function readOpensshConfig(target: SshTarget): Promise<OpensshConfig | undefined> {
  const args = ['-G'];
  if (target.config) args.push('-F', expandHome(target.config));
  if (target.port !== undefined) args.push('-p', String(target.port));
  if (target.user !== undefined) args.push('-l', target.user);
  const { code, stdout, stderr } = await run('ssh', [...args, '--', target.host]);
  if (code === 'ENOENT') return undefined;
  if (code !== 0) {
    throw new ValidationError({
      doing: 'read the OpenSSH config for',
      host: target.host,
      found: stderr.trim() || `ssh -G failed (${code})`,
      remedy: 'correct the config file, name another one, or set `config: false`',
      code: 'ssh-config',
    });
  }
  return parseOpensshConfig(stdout);
}

/** The output of `ssh -G`: one `keyword value` a line, keywords in lower case, some of them repeated. */
export function parseOpensshConfig(text: string): OpensshConfig {
  const config = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const space = line.indexOf(' ');
    if (space < 1) continue;
    const key = line.slice(0, space);
    config.set(key, [...(config.get(key) ?? []), line.slice(space + 1).trim()]);
  }
  return config;
}

/**
 * A list of paths as `ssh -G` prints it: separated by spaces, and spaces inside a path unquoted.
 * All paths come out absolute, so what does not start like one continues the path before it.
 */
export function splitPaths(value: string): string[] {
  const paths: string[] = [];
  for (const part of value.split(' ')) {
    const last = paths.length - 1;
    if (last < 0 || /^[/~]/.test(part)) paths.push(part);
    else paths[last] += ` ${part}`;
  }
  return paths.filter(path => path !== '' && path !== 'none');
}

interface Output {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: string[]): Promise<Output> {
  return new Promise(resolve => {
    const env = { ...process.env, LC_ALL: 'C' };
    const options = { timeout: TIMEOUT_MS, maxBuffer: 1024 * 1024, encoding: 'utf8', env } as const;
    const child = execFile(program, args, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : (error.code ?? error.signal ?? 'failed'), stdout, stderr }),
    );
    child.stdin?.end();
  });
}
