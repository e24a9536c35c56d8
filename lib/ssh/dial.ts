import { promises as dns } from 'node:dns';
import { Socket } from 'node:net';
import { TransportError } from '../errors';
import { connectFailure, connectTimeout, subject } from './failure';
import type { ResolvedTarget } from './resolve';

/** Finds a name's addresses, in the order to try them. */
export type Lookup = (name: string, family: 0 | 4 | 6) => Promise<readonly { readonly address: string }[]>;

const systemLookup: Lookup = (name, family) => dns.lookup(name, { all: true, verbatim: true, family });

/** A TCP connection to the first of the host's addresses that answers. @throws TransportError */
export async function dial(target: ResolvedTarget, lookup = systemLookup): Promise<Socket> {
  const addresses = await addressesOf(target, lookup);
  const failures: TransportError[] = [];
  for (const { address } of addresses) {
    try {
      return await dialAddress(target, address);
    } catch (error) {
      failures.push(connectFailure(target, error, address));
    }
  }
  const [first] = failures;
  if (first !== undefined && failures.length === 1) throw first;
  throw new TransportError({
    ...subject(target),
    code: first?.code ?? 'dns',
    found: failures.map(failure => failure.found).join('; ') || `'${target.hostName}' has no address`,
    remedy: first?.remedy,
    cause: first,
  });
}

async function addressesOf(target: ResolvedTarget, lookup: Lookup) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const failure = connectTimeout(target, target.hostName, 'asking for its address');
    timer = setTimeout(() => reject(failure), target.connectTimeoutSec * 1000);
  });
  try {
    return await Promise.race([lookup(target.hostName, target.family), late]);
  } catch (error) {
    throw connectFailure(target, error);
  } finally {
    clearTimeout(timer);
  }
}

function dialAddress(target: ResolvedTarget, host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = new Socket();
    // Nagle's algorithm holds back SSH's small packets: an exec becomes 5 to 10 times slower on a LAN.
    socket.setNoDelay(true);
    const timer = setTimeout(
      () => socket.destroy(connectTimeout(target, host, 'opening the TCP connection')),
      target.connectTimeoutSec * 1000,
    );
    socket.once('error', error => {
      clearTimeout(timer);
      reject(error);
    });
    socket.connect({ host, port: target.port }, () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
