import { join } from 'node:path';
import { runFile } from '../paths';
import type { MachineFiles } from '../qemu/args';

/** Where a clone of a template keeps its things. */
export const machineFiles = (name: string, kernelDir: string, template: string): MachineFiles => ({
  kernel: join(kernelDir, 'vmlinux'),
  initrd: join(kernelDir, 'initrd'),
  ram: { file: join(template, 'ram'), shared: false },
  disk: runFile(`${name}.qcow2`),
  qmp: qmpSocket(name),
  agent: agentSocket(name),
  console: runFile(`${name}.console`),
  pid: runFile(`${name}.pid`),
});

export const qmpSocket = (name: string): string => runFile(`${name}.qmp`);
export const agentSocket = (name: string): string => runFile(`${name}.agent`);
