import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { hostNames, SWITCH_NAME, uplinks } from '../topology';

/** Which ports of 127.0.0.1 a lab uses. */
export interface Ports {
  /** By machine: TCP, forwarded to its sshd. */
  ssh: Record<string, number>;
  /** By hypervisor and NIC: UDP, the two ends of the wire to the switch. */
  wires: Record<string, Record<string, { host: number; switch: number }>>;
}

type Release = () => void;

const tcpPort = (): Promise<[number, Release]> =>
  new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      resolve([(server.address() as { port: number }).port, () => server.close()]);
    });
  });

const udpPort = (): Promise<[number, Release]> =>
  new Promise((resolve, reject) => {
    const socket = createSocket('udp4').on('error', reject);
    socket.bind(0, '127.0.0.1', () => resolve([socket.address().port, () => socket.close()]));
  });

/** Ports that were free a moment ago. All are held until the last is found, so none is handed out twice. */
export async function choosePorts(hosts: number): Promise<Ports> {
  const held: Release[] = [];
  const hold = async (port: Promise<[number, Release]>): Promise<number> => {
    const [number, release] = await port;
    held.push(release);
    return number;
  };
  const ports: Ports = { ssh: {}, wires: {} };
  for (const name of [SWITCH_NAME, ...hostNames(hosts)]) ports.ssh[name] = await hold(tcpPort());
  for (const name of hostNames(hosts)) {
    const wires: Ports['wires'][string] = {};
    for (const { ifname } of uplinks())
      wires[ifname] = { host: await hold(udpPort()), switch: await hold(udpPort()) };
    ports.wires[name] = wires;
  }
  for (const release of held) release();
  return ports;
}
