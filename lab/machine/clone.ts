import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Accel } from '../qemu/args';
import { machineArgs } from '../qemu/args';
import { type ProcessId, startQemu } from '../qemu/process';
import { withQmp } from '../qemu/qmp';
import { run, until } from '../run';
import type { Role } from '../topology';
import { machineFiles } from './files';
import { type Plug, plugNic } from './nics';

export interface CloneInputs {
  name: string;
  role: Role;
  accel: Accel;
  kernelDir: string;
  template: string;
  plugs: Plug[];
  /** Called as soon as there is a process that would have to be ended. */
  onStart: (qemu: ProcessId) => void;
}

/** A machine that goes on where the template was frozen, with NICs of its own. */
export async function clone(inputs: CloneInputs): Promise<ProcessId> {
  const { name, role, accel, kernelDir, template, plugs } = inputs;
  const files = machineFiles(name, kernelDir, template);
  rmSync(files.disk, { force: true });
  await run('qemu-img', [
    'create',
    '-q',
    '-f',
    'qcow2',
    '-F',
    'qcow2',
    '-b',
    join(template, 'disk.qcow2'),
    files.disk,
  ]);
  const id = await startQemu([...machineArgs(name, role, accel, files), '-incoming', 'defer'], files);
  inputs.onStart(id);
  await withQmp(files.qmp, async qmp => {
    const ignoreShared = (state: boolean): Promise<unknown> =>
      qmp.execute('migrate-set-capabilities', { capabilities: [{ capability: 'x-ignore-shared', state }] });
    await ignoreShared(true);
    await qmp.execute('migrate-incoming', { uri: `file:${join(template, 'state')}` });
    await until(
      `${name} to thaw`,
      async () => {
        const { status } = await qmp.execute<{ status: string }>('query-status');
        return status === 'inmigrate' ? undefined : true;
      },
      { everyMs: 20 },
    );
    await ignoreShared(false);
    for (const plug of plugs) await plugNic(qmp, plug);
    await qmp.execute('cont');
  });
  return id;
}

export interface HostKey {
  private: string;
  public: string;
}

/** Made here and not in the guest: it takes no time, and known_hosts is right before the first connection. */
export async function makeHostKey(dir: string, name: string): Promise<HostKey> {
  const file = join(dir, `${name}.hostkey`);
  rmSync(file, { force: true });
  rmSync(`${file}.pub`, { force: true });
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
  const [type, key] = readFileSync(`${file}.pub`, 'utf8').split(' ');
  return { private: readFileSync(file, 'utf8'), public: `${type} ${key}` };
}
