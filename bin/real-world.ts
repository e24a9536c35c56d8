import { createInterface } from 'node:readline/promises';
import { EXIT } from './exit-codes';
import type { Sink, World } from './world';

const sink = (stream: NodeJS.WriteStream): Sink => ({
  write: text => void stream.write(text),
  isTerminal: stream.isTTY === true,
  ...(stream.isTTY && { columns: stream.columns }),
});

/** The question is talk. End of file and an interrupt are no. */
async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<string>(resolve => {
    prompt.once('SIGINT', () => resolve(''));
    prompt.once('close', () => resolve(''));
  });
  try {
    return await Promise.race([prompt.question(question).catch(() => ''), ended]);
  } finally {
    prompt.close();
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function guard<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) {
      process.stderr.write('\nleft at once: hosts that are not confirmed yet go back by themselves\n');
      process.exit(EXIT.error);
    }
    process.stderr.write('\ninterrupted: hosts under way are confirmed or go back; again to leave at once\n');
    stop.abort(new Error('it was interrupted'));
  };
  for (const name of signals) process.on(name, onSignal);
  try {
    return await work(stop.signal);
  } finally {
    for (const name of signals) process.off(name, onSignal);
  }
}

/** The process as it is. */
export const realWorld = (): World => ({
  env: process.env,
  cwd: process.cwd(),
  stdout: sink(process.stdout),
  stderr: sink(process.stderr),
  ...(process.stdin.isTTY && process.stderr.isTTY && { ask }),
  guard,
});
