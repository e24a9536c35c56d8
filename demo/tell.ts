import { spawn } from 'node:child_process';
import { createColors } from 'picocolors';

const colors = createColors(process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb');
const began = Date.now();

export const seconds = (): string => `${((Date.now() - began) / 1000).toFixed(0)} s`;

/** A chapter of the story. */
export function chapter(title: string, text: string): void {
  console.log(`\n${colors.bold(colors.cyan(title))} ${colors.dim(`(${seconds()})`)}\n${text}\n`);
}

export const say = (text: string): void => console.log(text);
export const good = (text: string): void => console.log(colors.green(`OK  ${text}`));

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Exit codes that the story expects. @default 0 */
  readonly codes?: readonly number[];
  /** Shows lines of the output that pass, as they come. @default all */
  readonly keep?: (line: string) => boolean;
  /** What is shown as the command. @default the command itself */
  readonly as?: string;
}

/** Runs a command as a reader would type it, and shows what it says. Throws when it ends otherwise than expected. */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<string> {
  const { env, cwd, codes = [0], keep = () => true, as = command.join(' ') } = options;
  console.log(colors.dim(`$ ${as}`));
  const [file, ...args] = command;
  const child = spawn(file!, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let rest = '';
  const read = (chunk: string) => {
    output += chunk;
    const lines = (rest + chunk).split(/\r?\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (keep(line)) console.log(`  ${line}`);
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read);
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', status => resolve(status ?? 128));
  });
  if (rest && keep(rest)) console.log(`  ${rest}`);
  if (!codes.includes(code)) throw new Error(`'${as}' ended with ${code}:\n${output.slice(-3000)}`);
  return output;
}
