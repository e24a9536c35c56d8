import { identityFile } from '../paths';
import { agentReady, agentRun } from '../qemu/agent';
import { isAlive, killQemu } from '../qemu/process';
import { type Qmp, withQmp } from '../qemu/qmp';
import type { RunResult } from '../run';
import { until } from '../run';
import { agentSocket, qmpSocket } from './files';
import { bootId, closeMaster, type ExecOptions, knownHostsFile, openMaster, sshExec } from './ssh';
import type { MachineState } from './state';

export interface SshAddress {
  host: string;
  port: number;
  user: string;
  identityFile: string;
  knownHostsFile: string;
  /** `ssh-ed25519 AAAA...` */
  hostKey: string;
}

/** A guest, seen from outside: what a rack gives for a server, and a shell. */
export class Machine {
  constructor(protected readonly state: MachineState) {}

  get name(): string {
    return this.state.name;
  }

  get pid(): number {
    return this.state.qemu.pid;
  }

  get alive(): boolean {
    return isAlive(this.state.qemu);
  }

  /** Out-of-band, through eno1: stays whatever happens to the uplinks. */
  get ssh(): SshAddress {
    const { sshPort: port, hostKey } = this.state;
    return { host: '127.0.0.1', port, user: 'root', identityFile, knownHostsFile, hostKey };
  }

  /** Runs a shell command; rejects only if ssh itself fails. */
  exec(command: string, options?: ExecOptions): Promise<RunResult> {
    return sshExec(this.name, command, options);
  }

  /** Runs a shell command that must succeed and returns its output. */
  async sh(command: string, options?: ExecOptions): Promise<string> {
    const { code, stdout, stderr } = await this.exec(command, options);
    if (code !== 0) throw new Error(`${this.name}: \`${command}\` ended with ${code}: ${stderr.trim()}`);
    return stdout;
  }

  /** Runs a script over the virtio console: works without network and without sshd. */
  console(script: string, timeoutMs?: number): Promise<string> {
    return agentRun(agentSocket(this.name), script, timeoutMs);
  }

  /** An orderly reboot; resolves once sshd answers in the next boot. */
  reboot(): Promise<void> {
    // Later than the answer: the console's own service is stopped among the first.
    return this.bootAgain(() =>
      this.console('setsid sh -c "sleep 1; systemctl --no-block reboot" </dev/null >/dev/null 2>&1 &'),
    );
  }

  /** The reset button: nothing is shut down, what was not synced to disk is lost. */
  powerCut(): Promise<void> {
    return this.bootAgain(() => this.qmp(qmp => qmp.execute('system_reset')));
  }

  private async bootAgain(how: () => Promise<unknown>): Promise<void> {
    await agentReady(agentSocket(this.name), this.state.qemu);
    const before = (await this.console('cat /proc/sys/kernel/random/boot_id')).trim();
    await closeMaster(this.name);
    await how();
    await until(
      `${this.name} after its reboot`,
      async () => {
        if (!this.alive) throw new Error(`${this.name}: QEMU has ended`);
        const now = await bootId(this.name);
        return now !== undefined && now !== before ? true : undefined;
      },
      { timeoutMs: 600_000, everyMs: 500 },
    );
    await openMaster(this.name);
  }

  /** QEMU is gone at once; only lab.reset() brings the machine back. */
  async kill9(): Promise<void> {
    await closeMaster(this.name);
    await killQemu(this.state.qemu);
  }

  /** The machine stands still, as in a long hang: no packet is answered, no timer runs. */
  async pause(): Promise<void> {
    await this.qmp(qmp => qmp.execute('stop'));
  }

  async resume(): Promise<void> {
    await this.qmp(qmp => qmp.execute('cont'));
  }

  qmp<T>(work: (qmp: Qmp) => Promise<T>): Promise<T> {
    return withQmp(qmpSocket(this.name), work);
  }
}
