import {
  macAddress,
  type PortVlans,
  SWITCH_ADDRESSES,
  SWITCH_BOND,
  switchBond,
  switchPort,
  TRUNK_VLANS,
  uplinks,
} from '../topology';

/** Lines of `bridge -batch` that give a port exactly these VLANs. */
export const vlanLines = (port: string, { native, tagged }: PortVlans): string[] => [
  `vlan del dev ${port} vid 1-4094`,
  ...tagged.map(vid => `vlan add dev ${port} vid ${vid}`),
  ...(native ? [`vlan add dev ${port} vid ${native} pvid untagged`] : []),
];

const bondMembers = (host: string): string[] =>
  uplinks()
    .filter(nic => nic.wire.to === 'bond')
    .map(nic => switchPort(host, nic.ifname));

/** Lines of `ip -batch` for a host's bond on the switch, which exists. */
export const bundleLines = (host: string): string[] => {
  const bond = switchBond(host);
  const members = bondMembers(host);
  return [
    ...members.flatMap(port => [
      `link set ${port} nomaster`,
      `link set ${port} down`,
      `link set ${port} master ${bond}`,
    ]),
    `link set ${bond} master sw0`,
    ...[bond, ...members].map(port => `link set ${port} up`),
  ];
};

/** As data-centre switches are set up; a bond hands its MTU on to its ports. */
const JUMBO_MTU = 9216;

const renameLines = (host: string, machine: number): string[] =>
  uplinks().map(({ ifname, bus }) => `rename ${macAddress(machine, bus, 1)} ${switchPort(host, ifname)}`);

const hostIpLines = (host: string): string[] => [
  `link add ${switchBond(host)} mtu ${JUMBO_MTU} type bond mode 802.3ad lacp_rate fast miimon 100 xmit_hash_policy layer3+4`,
  ...bundleLines(host),
  ...uplinks()
    .filter(nic => nic.wire.to === 'port')
    .flatMap(({ ifname }) => {
      const port = switchPort(host, ifname);
      return [`link set ${port} mtu ${JUMBO_MTU} master sw0`, `link set ${port} up`];
    }),
];

export const hostVlanLines = (host: string): string[] => [
  ...vlanLines(switchBond(host), SWITCH_BOND.fallback),
  ...uplinks().flatMap(({ ifname, wire }) =>
    wire.to === 'port' ? vlanLines(switchPort(host, ifname), wire.vlans) : [],
  ),
];

const vlanDeviceLines = (): string[] =>
  Object.entries(SWITCH_ADDRESSES).flatMap(([vid, address]) => [
    `link add link sw0 name sw0.${vid} mtu 1500 type vlan id ${vid}`,
    `address add ${address} dev sw0.${vid}`,
    `link set sw0.${vid} up`,
  ]);

/** Content of /etc/lab/fallback. */
export const fallbackFile = (hosts: string[]): string =>
  hosts
    .map(host => `${[switchBond(host), SWITCH_BOND.fallback.native, ...bondMembers(host)].join(' ')}\n`)
    .join('');

/** The script that makes a guest the switch, at each of its boots. */
export const switchScript = (hosts: string[]): string => `#!/bin/sh
set -e
rename() {
  until file=$(grep -lx "$1" /sys/class/net/*/address); do sleep 0.1; done
  name=\${file%/address}; name=\${name##*/}
  [ "$name" = "$2" ] || ip link set "$name" name "$2"
}
${hosts.flatMap((host, i) => renameLines(host, i + 1)).join('\n')}
ip -batch - <<'IP'
link add sw0 type bridge vlan_filtering 1 vlan_default_pvid 0 mcast_snooping 0
link set sw0 up
${[...hosts.flatMap(hostIpLines), ...vlanDeviceLines()].join('\n')}
IP
bridge -batch - <<'BRIDGE'
${TRUNK_VLANS.map(vid => `vlan add dev sw0 vid ${vid} self`).join('\n')}
${hosts.flatMap(hostVlanLines).join('\n')}
BRIDGE
sysctl -qw net.ipv4.ip_forward=1
systemctl --no-block start lacp-fallback
`;
