import { rmSync } from 'node:fs';
import { type Built, build } from './build';
import { withLock } from './lock';
import { LabHost } from './machine/host';
import { closeMaster, openMaster, sshConfigFile, writeSshFiles } from './machine/ssh';
import { restoreMachine, startMachine } from './machine/start';
import { type MachineState, makeRunDir, readState, writeState } from './machine/state';
import { runDir } from './paths';
import { setQuiet, step } from './progress';
import { isAlive, killQemu, type ProcessId } from './qemu/process';
import { all } from './run';
import { LabSwitch } from './switch/switch';
import { DEFAULT_HOSTS, MAX_HOSTS, SWITCH_NAME } from './topology';

export interface UpOptions {
  /** Hypervisors. @default 2 */
  hosts?: number;
  /** Nothing on stderr. @default false */
  quiet?: boolean;
}

const runningMachines = (): MachineState[] => readState()?.machines ?? [];
const isComplete = (machines: MachineState[]): boolean =>
  machines.length > 0 && machines.every(machine => isAlive(machine.qemu));

/** Ends what a state names, and nothing else. */
async function stopAll(machines: MachineState[]): Promise<void> {
  await all(machines.map(machine => closeMaster(machine.name)));
  await all(machines.map(machine => killQemu(machine.qemu)));
}

async function startAll(built: Built, hosts: number): Promise<MachineState[]> {
  const started: ProcessId[] = [];
  const indexes = Array.from({ length: hosts + 1 }, (_, i) => i);
  try {
    return await all(
      indexes.map(index => startMachine(built, { index, hosts, onStart: id => started.push(id) })),
    );
  } catch (error) {
    await all(started.map(killQemu));
    throw error;
  }
}

/** Hypervisors and a switch, running. Every process that attaches sees the same one. */
export class Lab {
  private constructor(private machines: MachineState[]) {}

  /** The running lab if it has enough hosts, else a new one. */
  static async up({ hosts = DEFAULT_HOSTS, quiet = false }: UpOptions = {}): Promise<Lab> {
    if (!Number.isInteger(hosts) || hosts < 1 || hosts > MAX_HOSTS)
      throw new Error(`the lab has 1 to ${MAX_HOSTS} hosts, not ${hosts}`);
    setQuiet(quiet);
    makeRunDir();
    return withLock(runDir, 'lab', async () => {
      const running = runningMachines();
      if (isComplete(running) && running.length > hosts) return new Lab(running);
      const built = await build();
      if (running.length) await step('old lab down', () => stopAll(running));
      const machines = await step(`${hosts} hypervisors and a switch`, () => startAll(built, hosts));
      writeState({ machines });
      writeSshFiles(machines);
      await step('ssh', () => all(machines.map(machine => openMaster(machine.name))));
      return new Lab(machines);
    });
  }

  /** The lab that is running. */
  static attach(): Lab {
    const machines = runningMachines();
    if (!isComplete(machines)) throw new Error('the lab is not running; `npm run lab -- up` starts it');
    return new Lab(machines);
  }

  get hosts(): LabHost[] {
    return this.machines.filter(machine => machine.index > 0).map(machine => new LabHost(machine));
  }

  host(name: string): LabHost {
    const host = this.hosts.find(h => h.name === name);
    if (!host)
      throw new Error(`the lab has no host '${name}'; it has ${this.hosts.map(h => h.name).join(', ')}`);
    return host;
  }

  get switch(): LabSwitch {
    return new LabSwitch(this.machines.find(machine => machine.name === SWITCH_NAME)!);
  }

  /** For OpenSSH: `ssh -F <file> kvm01`; `kvm01.mgmt` is its VLAN 100 address by way of sw1. */
  get sshConfigFile(): string {
    return sshConfigFile;
  }

  /** Every machine as it was right after up(); one whose QEMU was killed is cloned again. */
  async reset(): Promise<void> {
    await withLock(runDir, 'lab', async () => {
      const hosts = this.machines.length - 1;
      await all(this.machines.map(machine => closeMaster(machine.name)));
      const dead = this.machines.filter(machine => !isAlive(machine.qemu));
      const built = dead.length > 0 ? await build() : undefined;
      this.machines = await all(
        this.machines.map(async machine => {
          if (built && dead.includes(machine))
            return startMachine(built, {
              index: machine.index,
              hosts,
              onStart: () => {},
              sshPort: machine.sshPort,
            });
          await restoreMachine(machine, hosts);
          return machine;
        }),
      );
      writeState({ machines: this.machines });
      writeSshFiles(this.machines);
      await all(this.machines.map(machine => openMaster(machine.name)));
    });
  }

  async down(): Promise<void> {
    await Lab.down();
  }

  /** Ends the lab, also half of one; true if there was something to end. */
  static async down(): Promise<boolean> {
    makeRunDir();
    const machines = runningMachines();
    await withLock(runDir, 'lab', () => stopAll(machines));
    rmSync(runDir, { recursive: true, force: true });
    return machines.length > 0;
  }
}
