import { spawn } from 'node:child_process';

export interface RunOptions {
  input?: string;
  timeoutMs?: number;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}

export interface RunResult {
  /** 124 when the time was up, as timeout(1) has it. */
  code: number;
  stdout: string;
  stderr: string;
}

/** depmod and mke2fs are not in the PATH of an ordinary user, and yet they may run them. */
export const PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;

/** Runs a program and tells how it ended, whatever that was. */
export function runAny(command: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...(options.env ?? process.env), PATH },
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const end = (code: number): void => {
      clearTimeout(timer);
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    };
    // Not at the end of the pipes: a program that ssh's master runs on the child's behalf keeps them open.
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      child.stdout?.destroy();
      child.stderr?.destroy();
      end(124);
    }, options.timeoutMs ?? 0x7fffffff);
    child.stdout?.on('data', chunk => out.push(chunk));
    child.stderr?.on('data', chunk => err.push(chunk));
    child.stdin?.on('error', () => {}).end(options.input);
    child.on('error', reject);
    child.on('close', code => end(code ?? 128));
  });
}

/** Runs a program that must succeed and returns what it printed. */
export async function run(command: string, args: string[], options: RunOptions = {}): Promise<string> {
  const result = await runAny(command, args, options);
  if (result.code !== 0) {
    const said = (result.stderr || result.stdout).trim().split('\n').slice(-15).join('\n');
    throw new Error(`${command} ${args.join(' ').slice(0, 300)} ended with ${result.code}: ${said}`);
  }
  return result.stdout;
}

export const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** Asks again and again until there is an answer. Deadlines are generous: no test may depend on speed. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { timeoutMs = 180_000, everyMs = 100 } = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: nothing after ${Math.round(timeoutMs / 1000)} s`);
    await sleep(everyMs);
  }
}

/** Like Promise.all, but nothing goes on behind the caller's back when one of them fails. */
export async function all<T>(work: Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work);
  const failed = settled.find(result => result.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map(result => (result as PromiseFulfilledResult<T>).value);
}

/** The same for two of different kinds. */
export async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await all<A | B>([a, b]);
  return [await a, await b];
}
