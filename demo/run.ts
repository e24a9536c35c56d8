import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lab, type LabHost } from '../lab';
import { chapter, good, run, say, seconds } from './tell';

const root = join(__dirname, '..');
const work = join(root, '.cache', 'demo');
const out = join(work, 'cdktf.out');
const tsx = join(root, 'node_modules', '.bin', 'tsx');
const trunkline = [process.execPath, join(root, 'dist', 'bin', 'trunkline.js'), '--dir', work];
const quiet = { CHECKPOINT_DISABLE: '1', CDKTF_OUTDIR: out, NO_COLOR: '1', FORCE_COLOR: '0' };

/** As a freshly installed machine stands in its rack: one NIC with an address, and a default route. */
const installed = (host: LabHost) =>
  host.sh(
    `ip link set enp2s0 up && ip address replace ${host.managementAddress}/24 dev enp2s0 && ip route replace default via 10.0.100.1`,
  );

/** A guest's stand-in: a namespace behind a veth that is plugged into a bridge. */
const plugIn = (host: LabHost, address: string) =>
  host.sh(`ip netns add vm && ip link add vnet0 type veth peer name eth0 netns vm && ip link set vnet0 master br200 up &&
    ip -n vm link set eth0 up && ip -n vm address add ${address} dev eth0`);

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if (await holds()) return good(what);
    await new Promise(resolve => setTimeout(resolve, 1000));
  }
  throw new Error(`it never came true: ${what}`);
}

/** The part of the stack that a person wrote, as it stands in the repository. */
function showSource(): void {
  const source = readFileSync(join(root, 'stacks', 'trunked-fleet.ts'), 'utf8');
  const plan = source.slice(source.indexOf('export const sitePlan'), source.indexOf('export interface'));
  const host = source.slice(source.indexOf('    for (const [name'));
  say(`${plan}\n${host}`.replace(/^/gm, '  '));
}

async function prepare(): Promise<{ lab: Lab; environment: Record<string, string> }> {
  chapter(
    '1. Two hypervisors and a switch',
    'Real kernels in virtual machines; a switch that speaks LACP; nothing is simulated.',
  );
  const lab = await Lab.up({ hosts: 2 });
  await lab.reset();
  await Promise.all(lab.hosts.map(installed));
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const entries = lab.hosts.map((host, index) => [
    host.name,
    { number: 11 + index, ssh: { host: `${host.name}.mgmt`, config: lab.sshConfigFile } },
  ]);
  const file = join(work, 'inventory.json');
  writeFileSync(file, JSON.stringify(Object.fromEntries(entries), null, 2));
  say(
    '  kvm01 and kvm02 have one address each, on enp2s0. It is the only way in: through the switch, as a jump host.',
  );
  return { lab, environment: { ...quiet, TRUNKLINE_INVENTORY: file } };
}

async function main(): Promise<void> {
  const { lab, environment } = await prepare();
  const [one, two] = [lab.host('kvm01'), lab.host('kvm02')];

  chapter('2. What a person writes', 'stacks/trunked-fleet.ts, the part that counts:');
  showSource();
  await run([tsx, join(root, 'main.ts')], {
    env: environment,
    cwd: work,
    as: 'cdktf synth',
    keep: line => !line.startsWith('npm'),
  });

  chapter('3. What it would do', 'Read-only: one connection and one command a host.');
  await run([...trunkline, 'plan'], { env: environment, codes: [2], as: 'trunkline plan' });

  chapter(
    '4. Deploy',
    'The way in moves from enp2s0 to bond0.100 on the way. Each host takes it all back unless it is confirmed over a new connection.',
  );
  const stack = join(out, 'stacks', 'fleet');
  // Terraform looks for terraform.d/plugins where it is started, not where -chdir leads.
  const inStack = { env: environment, cwd: stack };
  const terraform = (...args: string[]) => ['terraform', ...args];
  const told = (line: string) =>
    /trunkline_host|Apply complete|Plan:|No changes|Error|Warning|TL\d{3}/.test(line);
  await run(terraform('init', '-no-color', '-input=false'), {
    ...inStack,
    keep: () => false,
    as: 'terraform init',
  });
  await run(terraform('apply', '-no-color', '-auto-approve'), {
    ...inStack,
    keep: told,
    as: 'cdktf deploy   (terraform apply, in cdktf.out/stacks/fleet)',
  });
  await run(terraform('plan', '-no-color', '-detailed-exitcode'), {
    ...inStack,
    keep: told,
    as: 'terraform plan',
  });

  chapter(
    '5. Does it carry traffic?',
    'A stand-in for a guest on each hypervisor, in br200. Their frames cross the switch tagged with VLAN 200.',
  );
  const partner = (await one.sh('cat /sys/class/net/bond0/bonding/ad_partner_mac')).trim();
  good(`LACP is up; the partner of bond0 is ${partner}`);
  await plugIn(one, '10.9.200.1/24');
  await plugIn(two, '10.9.200.2/24');
  await until(
    '10.9.200.1 on kvm01 reaches 10.9.200.2 on kvm02',
    async () => (await one.exec('ip netns exec vm ping -c 1 -W 2 10.9.200.2')).code === 0,
  );

  chapter('6. Somebody helps by hand', 'On kvm01, br300 loses its port and the MTU of bond0.300 is lowered.');
  await one.sh('ip link set bond0.300 nomaster && ip link set bond0.300 mtu 1400');
  await run([...trunkline, 'verify', 'kvm01'], {
    env: environment,
    codes: [2],
    as: 'trunkline verify kvm01',
  });
  await run(terraform('apply', '-no-color', '-auto-approve'), {
    ...inStack,
    keep: told,
    as: 'cdktf deploy',
  });
  await run([...trunkline, 'verify'], { env: environment, as: 'trunkline verify' });

  chapter(
    '7. A change that would lock us out',
    'The management VLAN gets a wrong digit: 101, which the switch does not carry. The host waits 10 s for a confirmation that cannot come.',
  );
  const wrong = { ...environment, CDKTF_OUTDIR: join(work, 'wrong') };
  await run([tsx, join(root, 'demo', 'lockout.ts')], {
    env: wrong,
    cwd: work,
    keep: () => false,
    as: 'cdktf synth   (with the wrong digit)',
  });
  const file = join(work, 'wrong', 'stacks', 'fleet', 'hosts', 'kvm01.json');
  if (!existsSync(file)) throw new Error(`${file} was not written`);
  await run([...trunkline, 'apply', file, '--yes'], {
    env: wrong,
    codes: [5],
    as: 'trunkline apply kvm01 --yes',
  });
  await until(
    'kvm01 answers at 10.0.100.11 again',
    async () => (await lab.switch.exec('ping -c 1 -W 1 10.0.100.11')).code === 0,
  );
  await run([...trunkline, 'verify', 'kvm01'], { env: environment, as: 'trunkline verify kvm01' });
  await until(
    'and the guests never noticed: 10.9.200.1 reaches 10.9.200.2',
    async () => (await one.exec('ip netns exec vm ping -c 1 -W 2 10.9.200.2')).code === 0,
  );

  chapter(
    'That was it',
    `It took ${seconds()}. The lab is still up:
  npm run lab -- ssh kvm01        look around
  npm run lab -- down             end it
  docs/index.md                   read on`,
  );
}

main().catch(error => {
  console.error(`\nThe demo failed: ${(error as Error).message}`);
  process.exitCode = 1;
});
