import type { Qmp } from '../qemu/qmp';
import {
  enabledNics,
  macAddress,
  type Nic,
  OUT_OF_BAND,
  SWITCH_NAME,
  switchPort,
  uplinks,
} from '../topology';
import type { Ports } from './ports';

/** A NIC to plug: `id` names it to QMP's set_link. */
export interface Plug {
  id: string;
  driver: Nic['driver'];
  bus: number;
  mac: string;
  netdev: Record<string, unknown>;
}

const loopback = (port: number): Record<string, unknown> => ({
  type: 'inet',
  host: '127.0.0.1',
  port: String(port),
});

/**
 * UDP over the loopback drops what a NIC that is down does not take, as a real wire does. Over unix datagrams
 * QEMU would spin: a full peer refuses the frame, and yet poll() calls the unconnected socket writable.
 */
const wire = (local: number, remote: number): Record<string, unknown> => ({
  type: 'dgram',
  local: loopback(local),
  remote: loopback(remote),
});

const outOfBand = (sshPort: number): Record<string, unknown> => ({
  type: 'user',
  restrict: true,
  ipv6: false,
  net: OUT_OF_BAND.network,
  host: OUT_OF_BAND.gateway,
  hostfwd: [{ str: `tcp:127.0.0.1:${sshPort}-${OUT_OF_BAND.address.replace(/\/.*/, '')}:22` }],
});

const hypervisorPlugs = (name: string, index: number, ports: Ports): Plug[] =>
  enabledNics().map(({ ifname, driver, bus }) => {
    const ends = ports.wires[name]![ifname];
    const netdev = ends ? wire(ends.host, ends.switch) : outOfBand(ports.ssh[name]!);
    return { id: ifname, driver, bus, mac: macAddress(index, bus), netdev };
  });

const switchPlugs = (ports: Ports): Plug[] => [
  {
    id: 'eno1',
    driver: 'virtio-net-pci',
    bus: 1,
    mac: macAddress(0, 1),
    netdev: outOfBand(ports.ssh[SWITCH_NAME]!),
  },
  ...Object.entries(ports.wires).flatMap(([host, wires], h) =>
    uplinks().map(({ ifname, bus }, n) => ({
      id: switchPort(host, ifname),
      driver: 'virtio-net-pci' as const,
      bus: 2 + h * uplinks().length + n,
      mac: macAddress(h + 1, bus, 1),
      netdev: wire(wires[ifname]!.switch, wires[ifname]!.host),
    })),
  ),
];

export const plugsOf = (name: string, index: number, ports: Ports): Plug[] =>
  name === SWITCH_NAME ? switchPlugs(ports) : hypervisorPlugs(name, index, ports);

/** Plugs a NIC into a machine that already runs. */
export async function plugNic(qmp: Qmp, { id, driver, bus, mac, netdev }: Plug): Promise<void> {
  await qmp.execute('netdev_add', { ...netdev, id: `net-${id}` });
  // A NIC without speed and duplex never joins an LACP aggregator.
  const speed = driver === 'virtio-net-pci' ? { speed: 10000, duplex: 'full' } : {};
  await qmp.execute('device_add', {
    driver,
    id,
    netdev: `net-${id}`,
    bus: `rp${bus}`,
    mac,
    romfile: '',
    ...speed,
  });
}
