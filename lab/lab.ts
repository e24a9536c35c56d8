import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Built, build } from './build';
import { withLock } from './lock';
import { LabHost } from './machine/host';
import { choosePorts } from './machine/ports';
import { closeMaster, openMaster, sshConfigFile, writeSshFiles } from './machine/ssh';
import { restoreMachine, startMachine } from './machine/start';
import { type LabState, type MachineState, makeRunDir, readState, writeState } from './machine/state';
import { cacheDir, runDir } from './paths';
import { setQuiet, step } from './progress';
import { isAlive, killQemu, type ProcessId, startedIn } from './qemu/process';
import { all } from './run';
import { LabSwitch } from './switch/switch';
import { DEFAULT_HOSTS, MAX_HOSTS, SWITCH_NAME } from './topology';

export interface UpOptions {
  /** Hypervisors. @default 2 */
  hosts?: number;
  /** Nothing on stderr. @default false */
  quiet?: boolean;
}

const isComplete = ({ machines }: LabState): boolean => machines.every(machine => isAlive(machine.qemu));

/** Ends what runs in the run directory, and nothing else. */
async function stopAll(machines: MachineState[]): Promise<void> {
  await all(machines.map(machine => closeMaster(machine.name)));
  await all(startedIn(runDir).map(killQemu));
  for (const file of readdirSync(runDir))
    if (!file.endsWith('.lock')) rmSync(join(runDir, file), { force: true });
}

async function startAll(built: Built, hosts: number): Promise<LabState> {
  const started: ProcessId[] = [];
  const indexes = Array.from({ length: hosts + 1 }, (_, i) => i);
  try {
    const onStart = (id: ProcessId): void => void started.push(id);
    // A port is free until QEMU binds it: another lab must not choose the same one meanwhile.
    return await withLock(cacheDir, 'start', async () => {
      const ports = await choosePorts(hosts);
      const machines = await all(indexes.map(index => startMachine(built, { index, ports, onStart })));
      return { ports, machines };
    });
  } catch (error) {
    await all(started.map(killQemu));
    throw error;
  }
}

/** Hypervisors and a switch, running. Every process that attaches sees the same one. */
export class Lab {
  private constructor(private readonly state: LabState) {}

  /** The running lab if it has enough hosts, else a new one. */
  static async up({ hosts = DEFAULT_HOSTS, quiet = false }: UpOptions = {}): Promise<Lab> {
    if (!Number.isInteger(hosts) || hosts < 1 || hosts > MAX_HOSTS)
      throw new Error(`the lab has 1 to ${MAX_HOSTS} hosts, not ${hosts}`);
    setQuiet(quiet);
    makeRunDir();
    return withLock(runDir, 'lab', async () => {
      const running = readState();
      if (running && isComplete(running) && running.machines.length > hosts) return new Lab(running);
      const built = await build();
      if (startedIn(runDir).length) await step('old lab down', () => stopAll(running?.machines ?? []));
      const state = await step(`${hosts} hypervisor${hosts > 1 ? 's' : ''} and a switch`, () =>
        startAll(built, hosts),
      );
      const lab = new Lab(state);
      await step('ssh', () => lab.publish());
      return lab;
    });
  }

  /** The lab that is running. */
  static attach(): Lab {
    const state = readState();
    if (!state) throw new Error('the lab is not running; `npm run lab -- up` starts it');
    return new Lab(state);
  }

  get hosts(): LabHost[] {
    return this.state.machines.filter(machine => machine.index > 0).map(machine => new LabHost(machine));
  }

  host(name: string): LabHost {
    const host = this.hosts.find(h => h.name === name);
    if (!host)
      throw new Error(`the lab has no host '${name}'; it has ${this.hosts.map(h => h.name).join(', ')}`);
    return host;
  }

  get switch(): LabSwitch {
    return new LabSwitch(this.state.machines.find(machine => machine.name === SWITCH_NAME)!);
  }

  /** For OpenSSH: `ssh -F <file> kvm01`; `kvm01.mgmt` is its VLAN 100 address by way of sw1. */
  get sshConfigFile(): string {
    return sshConfigFile;
  }

  /** Every machine as it was right after up(); one whose QEMU was killed is cloned again. */
  async reset(): Promise<void> {
    await withLock(runDir, 'lab', async () => {
      const { machines, ports } = this.state;
      await all(machines.map(machine => closeMaster(machine.name)));
      const built = isComplete(this.state) ? undefined : await build();
      this.state.machines = await all(
        machines.map(async machine => {
          if (built && !isAlive(machine.qemu))
            return startMachine(built, { index: machine.index, ports, onStart: () => {} });
          await restoreMachine(machine, ports);
          return machine;
        }),
      );
      await this.publish();
    });
  }

  /** Lets other processes know, and opens the connections that commands ride on. */
  private async publish(): Promise<void> {
    const { machines } = this.state;
    writeState(this.state);
    writeSshFiles(machines);
    await all(machines.map(machine => openMaster(machine.name)));
  }

  async down(): Promise<void> {
    await Lab.down();
  }

  /** Ends the lab, also half of one; true if there was something to end. */
  static async down(): Promise<boolean> {
    makeRunDir();
    return withLock(runDir, 'lab', async () => {
      const some = startedIn(runDir).length > 0;
      await stopAll(readState()?.machines ?? []);
      return some;
    });
  }
}
