import { copyFileSync, existsSync, mkdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir } from '../paths';
import { agentReady, agentRun } from '../qemu/agent';
import { type Accel, type MachineFiles, machineArgs } from '../qemu/args';
import { killQemu, startQemu } from '../qemu/process';
import { withQmp } from '../qemu/qmp';
import { run, until } from '../run';
import type { Role } from '../topology';
import { hash } from './cache';

export interface TemplateInputs {
  name: string;
  role: Role;
  accel: Accel;
  kernelDir: string;
  image: string;
  /** Run once the machine is up, before it is frozen. */
  warmUp: string;
}

/** The lock of the cache's build makes it ours alone; what a killed build left there goes. */
function fresh(parent: string, name: string): string {
  const dir = join(parent, `trunkline-lab-${process.getuid?.() ?? 0}-${hash(cacheDir)}-${name}`);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { mode: 0o700 });
  return dir;
}

/** RAM is written all over while the template boots: tmpfs if it has the room. */
function scratchDir(name: string, memoryMiB: number): string {
  const shm = '/dev/shm';
  if (existsSync(shm)) {
    const { bavail, bsize } = statfsSync(shm);
    if (bavail * bsize > 2 * memoryMiB * 1024 * 1024) return fresh(shm, name);
  }
  return fresh(tmpdir(), name);
}

/** Boots a machine once, lets it settle and freezes it: ram, state and disk, which clones start from. */
export async function buildTemplate(inputs: TemplateInputs, dir: string): Promise<void> {
  const scratch = scratchDir(inputs.name, inputs.role.memoryMiB);
  const file = (name: string): string => join(scratch, name);
  const disk = join(dir, 'disk.qcow2');
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', inputs.image, disk]);
  const files: MachineFiles = {
    kernel: join(inputs.kernelDir, 'vmlinux'),
    initrd: join(inputs.kernelDir, 'initrd'),
    ram: { file: file('ram'), shared: true },
    disk,
    qmp: file('qmp'),
    agent: file('agent'),
    console: file('console'),
    pid: file('pid'),
  };
  const qemu = await startQemu(machineArgs('template', inputs.role, inputs.accel, files), files, {
    dieWithUs: true,
  });
  try {
    await agentReady(files.agent, qemu);
    await agentRun(files.agent, inputs.warmUp, 600_000);
    await withQmp(files.qmp, async qmp => {
      await qmp.execute('stop');
      // RAM stays in its file, only the devices go into the stream.
      await qmp.execute('migrate-set-capabilities', {
        capabilities: [{ capability: 'x-ignore-shared', state: true }],
      });
      await qmp.execute('migrate', { uri: `file:${join(dir, 'state')}` });
      await until('freezing', async () => {
        const { status } = await qmp.execute<{ status: string }>('query-migrate');
        if (status === 'failed') throw new Error('QEMU could not save the template');
        return status === 'completed' ? true : undefined;
      });
      await qmp.execute('quit');
    });
    await run('cp', ['--sparse=always', files.ram.file, join(dir, 'ram')]);
  } catch (error) {
    const log = join(dir, '..', 'template-failed.log');
    if (existsSync(files.console)) copyFileSync(files.console, log);
    throw new Error(`the template did not come up; its console is in ${log}`, { cause: error });
  } finally {
    await killQemu(qemu);
    rmSync(scratch, { recursive: true, force: true });
  }
}
