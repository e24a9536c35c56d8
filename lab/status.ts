import { sshConfigFile } from './machine/ssh';
import { readState } from './machine/state';
import { isAlive } from './qemu/process';
import { managementAddress } from './topology';

/** What `lab status` shows. */
export interface LabStatus {
  format_version: '1.0';
  running: boolean;
  sshConfigFile: string;
  machines: {
    name: string;
    state: 'running' | 'dead';
    pid: number;
    sshPort: number;
    hostKey: string;
    managementAddress?: string;
  }[];
}

export function status(): LabStatus {
  const machines = (readState()?.machines ?? []).map(({ name, index, qemu, sshPort, hostKey }) => ({
    name,
    state: isAlive(qemu) ? ('running' as const) : ('dead' as const),
    pid: qemu.pid,
    sshPort,
    hostKey,
    managementAddress: index > 0 ? managementAddress(index) : undefined,
  }));
  const running = machines.length > 0 && machines.every(machine => machine.state === 'running');
  return { format_version: '1.0', running, sshConfigFile, machines };
}

export function statusLines({ machines }: LabStatus): string {
  if (machines.length === 0) return 'not running';
  return machines
    .map(m => `${m.name.padEnd(8)}${m.state.padEnd(9)}127.0.0.1:${m.sshPort}  pid ${m.pid}`)
    .join('\n');
}
