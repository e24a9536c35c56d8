/** What the lab consists of: sizes, NICs, VLANs, addresses and switch ports. Everything else in lab/ reads this. */

/** Where a NIC of a hypervisor ends. */
export type Wire =
  /** QEMU user networking, reachable from this machine's loopback only: the out-of-band access. */
  | { to: 'management' }
  /** A port of sw1 that is a member of the host's 802.3ad bond. */
  | { to: 'bond' }
  /** A port of sw1 by itself. */
  | { to: 'port'; vlans: PortVlans };

export interface PortVlans {
  /** VLAN of untagged frames, in both directions. */
  native?: number;
  /** Tagged VLANs; ranges as `bridge vlan` takes them: '1000-1399'. */
  tagged: string[];
}

export interface Nic {
  ifname: string;
  /**
   * QEMU device. One NIC is an e1000e, so that it can be known by its driver. igb (SR-IOV, 7 VFs) sits in the list,
   * switched off, for the SR-IOV work.
   */
  driver: 'virtio-net-pci' | 'e1000e' | 'igb';
  /** The PCIe root port, which is the bus number and so the name: bus 2 is enp2s0. */
  bus: number;
  wire: Wire;
  enabled?: boolean;
}

export interface Role {
  memoryMiB: number;
  /** Hot-plug places for NICs; they must exist when the template boots. */
  rootPorts: number;
}

export const MAX_HOSTS = 6;
export const DEFAULT_HOSTS = 2;

/** Every trunk carries these tagged: the thread's three VLANs and a few hundred to be many. */
export const TRUNK_VLANS = ['100', '200', '300', '1000-1399'];

/** The VLAN a controller comes in by; sw1 is its gateway and the jump host. */
export const MANAGEMENT_VLAN = 100;

export const HYPERVISOR: Role = { memoryMiB: 512, rootPorts: 8 };
export const SWITCH: Role = { memoryMiB: 256, rootPorts: 32 };

export const HYPERVISOR_NICS: Nic[] = [
  { ifname: 'eno1', driver: 'virtio-net-pci', bus: 1, wire: { to: 'management' } },
  { ifname: 'enp2s0', driver: 'virtio-net-pci', bus: 2, wire: { to: 'bond' } },
  { ifname: 'enp3s0', driver: 'virtio-net-pci', bus: 3, wire: { to: 'bond' } },
  {
    ifname: 'enp4s0',
    driver: 'virtio-net-pci',
    bus: 4,
    wire: { to: 'port', vlans: { native: 100, tagged: ['200', '300', '1000-1399'] } },
  },
  {
    ifname: 'enp5s0',
    driver: 'virtio-net-pci',
    bus: 5,
    wire: { to: 'port', vlans: { tagged: TRUNK_VLANS } },
  },
  {
    ifname: 'enp6s0',
    driver: 'igb',
    bus: 6,
    wire: { to: 'port', vlans: { tagged: TRUNK_VLANS } },
    enabled: false,
  },
  {
    ifname: 'enp7s0',
    driver: 'e1000e',
    bus: 7,
    wire: { to: 'port', vlans: { tagged: TRUNK_VLANS } },
  },
];

/** The bond of each hypervisor on the switch's side. */
export const SWITCH_BOND = {
  vlans: { tagged: TRUNK_VLANS } satisfies PortVlans,
  /**
   * As long as no LACP partner answers, the bond's first port works alone and VLAN 100 is untagged on it,
   * so a host that only has an address on enp2s0 is reachable. Once LACP is up, VLAN 100 is tagged.
   * Switches call it LACP fallback.
   */
  fallback: {
    native: MANAGEMENT_VLAN,
    tagged: TRUNK_VLANS.filter(v => v !== String(MANAGEMENT_VLAN)),
  } satisfies PortVlans,
};

/** Addresses of sw1 on its VLANs; 300 does not fit an octet, so it is 1 * 256 + 44. */
export const SWITCH_ADDRESSES: Record<number, string> = {
  100: '10.0.100.1/24',
  200: '10.0.200.1/24',
  300: '10.1.44.1/24',
};

/** The out-of-band network, the same behind every machine. No default route: nothing leaves by it. */
export const OUT_OF_BAND = {
  network: '100.127.255.0/24',
  gateway: '100.127.255.2',
  address: '100.127.255.15/24',
};

export const SWITCH_NAME = 'sw1';
export const hostName = (index: number): string => `kvm${String(index).padStart(2, '0')}`;
export const hostNames = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => hostName(i + 1));

/** The address a host gets on VLAN 100 once it is configured: kvm01 is 10.0.100.11. */
export const managementAddress = (index: number): string => `10.0.100.${10 + index}`;

export const enabledNics = (): Nic[] => HYPERVISOR_NICS.filter(nic => nic.enabled !== false);
export const uplinks = (): Nic[] => enabledNics().filter(nic => nic.wire.to !== 'management');

const hex = (n: number): string => n.toString(16).padStart(2, '0');
/** Machine 0 is the switch; side 0 is the hypervisor's end of a wire, side 1 the switch's. */
export const macAddress = (machine: number, nic: number, side: 0 | 1 = 0): string =>
  `52:54:00:${hex(side)}:${hex(machine)}:${hex(nic)}`;

/** The switch's name for the far end of a wire: kvm01-enp2s0; a host's bond is kvm01-bond. */
export const switchPort = (host: string, nic: string): string => `${host}-${nic}`;
export const switchBond = (host: string): string => `${host}-bond`;
