import { createServer } from 'node:net';
import type { Qmp } from '../qemu/qmp';
import { enabledNics, macAddress, type Nic, OUT_OF_BAND, switchPort, uplinks } from '../topology';
import { wireEnd } from './files';

/** A NIC to plug: `id` names it to QMP's set_link. */
export interface Plug {
  id: string;
  driver: Nic['driver'];
  bus: number;
  mac: string;
  netdev: Record<string, unknown>;
}

const unix = (path: string): Record<string, unknown> => ({ type: 'unix', path });

const wire = (host: string, ifname: string, here: 'host' | 'switch'): Record<string, unknown> => ({
  type: 'dgram',
  local: unix(wireEnd(host, ifname, here)),
  remote: unix(wireEnd(host, ifname, here === 'host' ? 'switch' : 'host')),
});

const outOfBand = (sshPort: number): Record<string, unknown> => ({
  type: 'user',
  restrict: true,
  ipv6: false,
  net: OUT_OF_BAND.network,
  host: OUT_OF_BAND.gateway,
  hostfwd: [{ str: `tcp:127.0.0.1:${sshPort}-${OUT_OF_BAND.address.replace(/\/.*/, '')}:22` }],
});

export const hypervisorPlugs = (name: string, index: number, sshPort: number): Plug[] =>
  enabledNics().map(({ ifname, driver, bus, wire: { to } }) => ({
    id: ifname,
    driver,
    bus,
    mac: macAddress(index, bus),
    netdev: to === 'management' ? outOfBand(sshPort) : wire(name, ifname, 'host'),
  }));

export const switchPlugs = (hosts: string[], sshPort: number): Plug[] => [
  { id: 'eno1', driver: 'virtio-net-pci', bus: 1, mac: macAddress(0, 1), netdev: outOfBand(sshPort) },
  ...hosts.flatMap((host, h) =>
    uplinks().map(({ ifname, bus }, n) => ({
      id: switchPort(host, ifname),
      driver: 'virtio-net-pci' as const,
      bus: 2 + h * uplinks().length + n,
      mac: macAddress(h + 1, bus, 1),
      netdev: wire(host, ifname, 'switch'),
    })),
  ),
];

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

/** A free port of the loopback. It may be taken until QEMU binds it; then starting says so. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
