import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { until } from './run';

/** When a process started, in clock ticks: with the pid it names a process for good, a pid alone does not. */
export function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

const owner = (): string => `${process.pid} ${startTime(process.pid)}`;

function holderIsGone(file: string): boolean {
  try {
    const [pid, started] = readFileSync(file, 'utf8').split(' ');
    return startTime(Number(pid)) !== started;
  } catch {
    return true;
  }
}

/** One at a time, across processes. A lock whose holder died is taken over. */
export async function withLock<T>(dir: string, name: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = `${dir}/${name}.lock`;
  await until(
    `lock ${file}`,
    async () => {
      try {
        writeFileSync(file, owner(), { flag: 'wx' });
        return true;
      } catch {
        if (holderIsGone(file)) rmSync(file, { force: true });
        return undefined;
      }
    },
    { timeoutMs: 900_000 },
  );
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
