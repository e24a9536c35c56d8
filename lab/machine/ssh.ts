import { chmodSync, writeFileSync } from 'node:fs';
import { identityFile, runDir, runFile } from '../paths';
import { type RunOptions, type RunResult, runAny, until } from '../run';
import { managementAddress, SWITCH_NAME } from '../topology';
import type { MachineState } from './state';

export const sshConfigFile = runFile('ssh_config');
export const knownHostsFile = runFile('known_hosts');

const direct = ({ name, sshPort }: MachineState): string => `
Host ${name}
  HostName 127.0.0.1
  Port ${sshPort}
  HostKeyAlias ${name}
  ControlPath ${runDir}/${name}.ssh
`;

/** kvm01.mgmt is kvm01's address on VLAN 100, reached by way of the switch. */
const throughSwitch = ({ name, index }: MachineState): string => `
Host ${name}.mgmt
  HostName ${managementAddress(index)}
  ProxyJump ${SWITCH_NAME}
  HostKeyAlias ${name}
`;

const common = `
Host *
  User root
  IdentityFile ${identityFile}
  IdentitiesOnly yes
  UserKnownHostsFile ${knownHostsFile}
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  ControlMaster no
  ConnectTimeout 10
  ServerAliveInterval 10
  LogLevel ERROR
`;

/** A host is known by its name, by the forwarded port and by its address on VLAN 100. */
const knownHost = ({ name, index, sshPort, hostKey }: MachineState): string => {
  const names = [name, `[127.0.0.1]:${sshPort}`, ...(index > 0 ? [managementAddress(index)] : [])];
  return `${names.join(',')} ${hostKey}\n`;
};

export function writeSshFiles(machines: MachineState[]): void {
  const hosts = machines.filter(machine => machine.index > 0);
  writeFileSync(sshConfigFile, [...machines.map(direct), ...hosts.map(throughSwitch), common].join(''));
  writeFileSync(knownHostsFile, machines.map(knownHost).join(''));
  chmodSync(identityFile, 0o600);
}

/** A connection in the background that exec() rides on: one key exchange instead of one per command. */
export async function openMaster(name: string): Promise<void> {
  await closeMaster(name);
  // stdio goes nowhere: the master would keep our pipes open for as long as it lives.
  const command = 'exec ssh -F "$1" -M -N -f -o ControlMaster=yes "$2" < /dev/null > /dev/null 2> "$3"';
  await until(`ssh to ${name}`, async () => {
    const log = runFile(`${name}.ssh.log`);
    const { code } = await runAny('sh', ['-c', command, 'sh', sshConfigFile, name, log], {
      timeoutMs: 60_000,
    });
    return code === 0 ? true : undefined;
  });
}

export async function closeMaster(name: string): Promise<void> {
  await runAny('ssh', ['-F', sshConfigFile, '-O', 'exit', name], { timeoutMs: 10_000 });
}

export interface ExecOptions extends RunOptions {
  /** Default: root. `ops` has sudo without a password. */
  user?: 'root' | 'ops';
  /** Not over the connection that is already there. */
  fresh?: boolean;
}

/** Nothing that is asked of a machine by ssh takes this long: an error that names the command, not a test that hangs. */
const HUNG_MS = 300_000;

/** ssh itself failing is an error; how the command ended is the answer. */
export async function sshExec(name: string, command: string, options: ExecOptions = {}): Promise<RunResult> {
  const { user = 'root', fresh = user !== 'root', ...rest } = options;
  const args = ['-F', sshConfigFile, '-l', user, ...(fresh ? ['-S', 'none'] : []), name, '--', command];
  const result = await runAny('ssh', args, { input: '', timeoutMs: HUNG_MS, ...rest });
  if (result.code === 255) throw new Error(`ssh ${user}@${name}: ${result.stderr.trim()}`);
  return result;
}

/** Which boot the machine is in, by a connection of its own; undefined while it does not answer. */
export async function bootId(name: string): Promise<string | undefined> {
  const read = sshExec(name, 'cat /proc/sys/kernel/random/boot_id', { fresh: true, timeoutMs: 30_000 });
  return read.then(
    ({ code, stdout }) => (code === 0 ? stdout.trim() : undefined),
    () => undefined,
  );
}

/** For the command line: takes over the terminal. */
export const sshCommand = (name: string, words: string[]): string[] => ['-F', sshConfigFile, name, ...words];
