import { RootConstruct } from 'constructs';
import { type SshProps, TrunkedHost, type TrunkedHostProps, VlanBridge, VlanPlan } from '../../constructs';
import { kinds } from '../../constructs/kinds';
import { Lab, type LabHost } from '../../lab';
import { type Applied, type ApplyOptions, apply } from '../../lib/apply/apply';
import { inspect } from '../../lib/apply/inspect';
import { type Intent, parseIntent } from '../../lib/intent/intent';
import type { Resource } from '../../lib/kind';
import { describeAll } from '../../lib/plan/describe';
import type { SshTarget } from '../../lib/ssh';

/** A real kernel under software emulation is slow, and a slow machine is no failure. */
export const LAB_TIMEOUT_MS = 1_200_000;

/** The running lab, or a new one, as it was right after up. Hosts that nobody asked for stand still till the next. */
export async function freshLab(hosts = 2): Promise<Lab> {
  const lab = await Lab.up({ hosts, quiet: true });
  await lab.reset();
  // An emulated guest that has nothing to do takes a third of a core.
  await Promise.all(lab.hosts.slice(hosts).map(host => host.pause()));
  return lab;
}

/** With the first VRF the kernel makes a routing rule, which stays (vrf_add_fib_rules). */
export const firstVrf = (host: LabHost): Promise<string> =>
  host.sh('ip link add first type vrf table 999; ip link del first');

/** With their modules the kernel makes gre0, gretap0, erspan0, tunl0 and sit0, which stay (ip_tunnel_init_net). */
export const tunnelModules = (host: LabHost): Promise<string> => host.sh('modprobe -a ip_gre ipip sit');

/** By the out-of-band NIC, which no test touches. */
export function target(host: LabHost): SshTarget {
  const { host: address, port, user, identityFile, hostKey } = host.ssh;
  return { host: address, port, user, identityFile, hostKey, config: false };
}

/** By the management address, through the switch: what a change can cut off. */
export const managementTarget = (lab: Lab, host: LabHost): SshTarget => ({
  host: `${host.name}.mgmt`,
  config: lab.sshConfigFile,
});

export const plan = new VlanPlan({
  management: { id: 100, prefix: '10.0.100.0/24', gateway: '10.0.100.1', role: 'management' },
  web: { id: 200, prefix: '10.0.200.0/24' },
  storage: { id: 300, mtu: 9000, role: 'storage' },
});

/** The RHEL thread's server: two NICs on a trunk, management on VLAN 100, bridges for 200 and 300. */
export function threadIntent(host: LabHost, props: Partial<TrunkedHostProps> = {}): Intent {
  const described = new TrunkedHost(new RootConstruct(), host.name, {
    ssh: target(host) as SshProps,
    plan,
    uplinks: ['enp2s0', 'enp3s0'],
    bond: { mode: '802.3ad', lacpRate: 'fast' },
    management: { vlan: 'management', address: `${host.managementAddress}/24` },
    ...props,
  });
  new VlanBridge(described, 'web', { vlan: 'web' });
  new VlanBridge(described, 'storage', { vlan: 'storage' });
  return described.intent();
}

export const intentOf = (
  host: LabHost,
  resources: readonly Resource[],
  settings: Intent['settings'] = {},
): Intent => parseIntent(kinds, { formatVersion: 1, host: host.name, settings, resources });

export const nothing = (host: LabHost): Intent => intentOf(host, []);

/** The switch answers by the management VLAN, once LACP is through; a host without a way to it fails. */
export async function gatewayAnswers(host: LabHost): Promise<void> {
  const { code } = await host.exec('ping -q -c 1 -w 120 10.0.100.1');
  if (code === 0) return;
  const seen = await host.sh('ip -br address; ip route; ip neigh; cat /proc/net/bonding/* 2>/dev/null || :');
  throw new Error(`10.0.100.1 does not answer ${host.name}:\n${seen}`);
}

export const deploy = (
  host: LabHost,
  intent: Intent,
  options: Partial<ApplyOptions> = {},
): Promise<Applied> => apply({ registry: kinds, target: target(host), intent, ...options });

/** The changes that a plan would show now. */
export async function changes(host: LabHost, intent: Intent): Promise<string[]> {
  const { plan: made } = await inspect(kinds, target(host), intent);
  return describeAll(kinds, made);
}

/** Links, addresses and routes as the kernel has them, without what changes by itself. */
export const kernelState = (host: LabHost): Promise<string> =>
  host.sh(
    `ip -br link | awk '{print $1, $4}' | sort; ip -br addr | awk '$1 != "lo" {$2=""; print}' | sed 's/ fe80::[^ ]*//' | sort; ip route; ip -d link | grep -oE 'vlan protocol.*id [0-9]+|bond mode [^ ]+' | sort; cat /proc/sys/net/ipv4/ip_forward; ls /etc/sysctl.d`,
  );

/** Everything of ours that is on a host: to be nothing after a destroy. */
export const residue = (host: LabHost): Promise<string> =>
  host.sh(
    `find / -xdev -name '*trunkline*' -not -path '/proc/*' -not -path '/sys/*' 2>/dev/null; systemctl list-units --all --no-legend 'trunkline*'; pgrep -fa '[/]var/lib/trunkline' || :`,
  );

/** A guest's stand-in: a namespace behind a veth that is plugged into a bridge. */
export const plugIn = (host: LabHost, bridge: string, address: string) =>
  host.sh(`ip netns add vm-${bridge} && ip link add vnet-${bridge} type veth peer name eth0 netns vm-${bridge} &&
    ip link set vnet-${bridge} master ${bridge} up && ip -n vm-${bridge} link set eth0 up && ip -n vm-${bridge} address add ${address} dev eth0`);

export const unplug = (host: LabHost, bridge: string) =>
  host.sh(`ip link del vnet-${bridge}; ip netns del vm-${bridge}`);
