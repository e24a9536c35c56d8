import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
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

/** Starts QEMU so that it outlives this process, and waits for its monitor. */
export async function startQemu(args: string[], files: MachineFiles): Promise<ProcessId> {
  for (const file of [files.qmp, files.agent, files.pid]) rmSync(file, { force: true });
  const log = openSync(`${files.console}.qemu`, 'w');
  const child = spawn(QEMU, args, { detached: true, stdio: ['ignore', log, log] });
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
