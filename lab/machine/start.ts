import type { Built } from '../build';
import { runDir } from '../paths';
import { agentReady, agentRun } from '../qemu/agent';
import type { ProcessId } from '../qemu/process';
import { withQmp } from '../qemu/qmp';
import { fallbackFile, switchScript } from '../switch/config';
import { HYPERVISOR, hostNames, SWITCH, SWITCH_NAME } from '../topology';
import { clone, makeHostKey } from './clone';
import { agentSocket, qmpSocket } from './files';
import { freePort, hypervisorPlugs, switchPlugs } from './nics';
import { personalise, setClock } from './personalise';
import type { MachineState } from './state';

/** savevm's name for the state that reset goes back to. */
const CLEAN = 'clean';

const becomeSwitch = (hosts: string[]): string => `
cat > /etc/lab/switch <<'SWITCH'
${switchScript(hosts)}SWITCH
cat > /etc/lab/fallback <<'FALLBACK'
${fallbackFile(hosts)}FALLBACK
systemctl start lab-switch || { journalctl -b -u lab-switch --no-pager | tail -20; exit 1; }
`;

export interface StartInputs {
  /** 0 is the switch, 1 is kvm01. */
  index: number;
  /** How many hypervisors the lab has. */
  hosts: number;
  onStart: (qemu: ProcessId) => void;
  /** Default: any that is free. */
  sshPort?: number;
}

/** Clones a machine, gives it its identity and saves it: from then on it can be reset. */
export async function startMachine(built: Built, inputs: StartInputs): Promise<MachineState> {
  const { index, hosts, onStart } = inputs;
  const names = hostNames(hosts);
  const isSwitch = index === 0;
  const name = isSwitch ? SWITCH_NAME : names[index - 1]!;
  const port = inputs.sshPort ?? (await freePort());
  const plugs = isSwitch ? switchPlugs(names, port) : hypervisorPlugs(name, index, port);
  const [qemu, key] = await Promise.all([
    clone({
      name,
      role: isSwitch ? SWITCH : HYPERVISOR,
      accel: built.accel,
      kernelDir: built.kernelDir,
      template: isSwitch ? built.switch : built.hypervisor,
      plugs,
      onStart,
    }),
    makeHostKey(runDir, name),
  ]);
  const agent = agentSocket(name);
  await agentReady(agent, qemu);
  await agentRun(
    agent,
    personalise(
      name,
      key,
      plugs.map(plug => plug.mac),
    ),
  );
  if (isSwitch) await agentRun(agent, becomeSwitch(names));
  await withQmp(qmpSocket(name), qmp => qmp.human(`savevm ${CLEAN}`));
  await agentRun(agent, setClock());
  return { name, index, qemu, sshPort: port, hostKey: key.public };
}

/** Memory, disk and devices as they were after startMachine. */
export async function restoreMachine({ name, index, qemu }: MachineState, hosts: number): Promise<void> {
  const names = hostNames(hosts);
  const plugs = index === 0 ? switchPlugs(names, 0) : hypervisorPlugs(name, index, 0);
  await withQmp(qmpSocket(name), async qmp => {
    await qmp.execute('stop');
    // A pulled cable is no part of the saved state.
    for (const { id } of plugs) await qmp.execute('set_link', { name: id, up: true });
    await qmp.human(`loadvm ${CLEAN}`);
    await qmp.execute('cont');
  });
  await agentReady(agentSocket(name), qemu);
  await agentRun(agentSocket(name), setClock());
}
