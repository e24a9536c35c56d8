import type { Built } from '../build';
import { runDir } from '../paths';
import { agentReady, agentRun } from '../qemu/agent';
import type { ProcessId } from '../qemu/process';
import { withQmp } from '../qemu/qmp';
import { fallbackFile, switchScript } from '../switch/config';
import { HYPERVISOR, hostName, SWITCH, SWITCH_NAME } from '../topology';
import { clone, makeHostKey } from './clone';
import { agentSocket, qmpSocket } from './files';
import { plugsOf } from './nics';
import { personalise, setClock } from './personalise';
import type { Ports } from './ports';
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
  ports: Ports;
  onStart: (qemu: ProcessId) => void;
}

/** Clones a machine, gives it its identity and saves it: from then on it can be reset. */
export async function startMachine(built: Built, inputs: StartInputs): Promise<MachineState> {
  const { index, ports, onStart } = inputs;
  const isSwitch = index === 0;
  const name = isSwitch ? SWITCH_NAME : hostName(index);
  const plugs = plugsOf(name, index, ports);
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
  if (isSwitch) await agentRun(agent, becomeSwitch(Object.keys(ports.wires)));
  await withQmp(qmpSocket(name), qmp => qmp.human(`savevm ${CLEAN}`));
  await agentRun(agent, setClock());
  return { name, index, qemu, sshPort: ports.ssh[name]!, hostKey: key.public };
}

/** A machine that was restored answers within seconds; rarely its console does not wake up, and never will. */
const AWAKE_MS = 40_000;

/** Memory, disk and devices as they were after startMachine. */
export async function restoreMachine(machine: MachineState, ports: Ports): Promise<void> {
  const { name, qemu } = machine;
  for (let tries = 1; ; tries++) {
    await load(machine, ports);
    try {
      await agentReady(agentSocket(name), qemu, AWAKE_MS);
      break;
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
  await agentRun(agentSocket(name), setClock());
}

async function load({ name, index }: MachineState, ports: Ports): Promise<void> {
  await withQmp(qmpSocket(name), async qmp => {
    await qmp.execute('stop');
    // A pulled cable is no part of the saved state.
    for (const { id } of plugsOf(name, index, ports)) await qmp.execute('set_link', { name: id, up: true });
    await qmp.human(`loadvm ${CLEAN}`);
    await qmp.execute('cont');
  });
}
