import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { QEMU } from '../build/requirements';
import { startTime } from '../lock';
import { until } from '../run';
import type { MachineFiles } from './args';

/** A process that is ours for certain: a pid alone may have been given to somebody else. */
export interface ProcessId {
  pid: number;
  started: string;
}

export const isAlive = ({ pid, started }: ProcessId): boolean => startTime(pid) === started;

/** Starts QEMU, by default so that it outlives this process, and waits for its monitor. */
export async function startQemu(
  args: string[],
  files: MachineFiles,
  { dieWithUs = false } = {},
): Promise<ProcessId> {
  for (const file of [files.qmp, files.agent, files.pid]) rmSync(file, { force: true });
  const log = openSync(`${files.console}.qemu`, 'w');
  const [command, ...rest] = dieWithUs ? ['setpriv', '--pdeathsig', 'KILL', QEMU, ...args] : [QEMU, ...args];
  const child = spawn(command!, rest, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  let ended: string | undefined;
  child.on('error', error => {
    ended = error.message;
  });
  child.on('exit', code => {
    ended = `exit code ${code}`;
  });
  await until(
    `QEMU's monitor ${files.qmp}`,
    async () => {
      if (ended)
        throw new Error(
          `QEMU did not start (${ended}): ${readFileSync(`${files.console}.qemu`, 'utf8').trim()}`,
        );
      return existsSync(files.pid) && existsSync(files.qmp) ? true : undefined;
    },
    { everyMs: 20 },
  );
  child.unref();
  return { pid: child.pid!, started: startTime(child.pid!)! };
}

/** The power plug. */
export async function killQemu(id: ProcessId): Promise<void> {
  if (!isAlive(id)) return;
  process.kill(id.pid, 'SIGKILL');
  await until(`end of QEMU ${id.pid}`, async () => (isAlive(id) ? undefined : true), { everyMs: 20 });
}

/** What was started in a folder, by its pid files: also by an `up` that was killed before it wrote anything down. */
export function startedIn(dir: string): ProcessId[] {
  return readdirSync(dir)
    .filter(file => file.endsWith('.pid'))
    .flatMap(file => {
      const pid = Number(readFileSync(join(dir, file), 'utf8'));
      const started = startTime(pid);
      return started && commandLine(pid).includes(join(dir, file)) ? [{ pid, started }] : [];
    });
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
