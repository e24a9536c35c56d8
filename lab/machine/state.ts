import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { runDir, runFile } from '../paths';
import type { ProcessId } from '../qemu/process';
import type { Ports } from './ports';

/** A running machine, as written down for other processes. */
export interface MachineState {
  name: string;
  /** 0 is the switch, 1 is kvm01. */
  index: number;
  qemu: ProcessId;
  /** On 127.0.0.1, forwarded to the machine's sshd. */
  sshPort: number;
  /** `ssh-ed25519 AAAA...` */
  hostKey: string;
}

export interface LabState {
  ports: Ports;
  machines: MachineState[];
}

const file = (): string => runFile('lab.json');

/** /tmp belongs to everybody: a folder that somebody else made is not ours to use. */
export function makeRunDir(): void {
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  const uid = process.getuid?.();
  if (uid !== undefined && statSync(runDir).uid !== uid) throw new Error(`${runDir} belongs to another user`);
  chmodSync(runDir, 0o700);
}

export function readState(): LabState | undefined {
  if (!existsSync(file())) return undefined;
  return JSON.parse(readFileSync(file(), 'utf8')) as LabState;
}

export function writeState(state: LabState): void {
  writeFileSync(`${file()}.new`, JSON.stringify(state, undefined, 2));
  renameSync(`${file()}.new`, file());
}
