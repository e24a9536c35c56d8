import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, connect, type SshTarget } from '../../lib/ssh';
import { type KeyPair, newKey } from './keys';
import { type Behaviour, startServer, startWire, type TestServer, type Wire } from './server';

/** A folder, keys, servers and connections that are all gone after the test. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'trunkline-ssh-'));
  readonly hostKey = newKey();
  readonly userKey = newKey();
  readonly #open: { close(): unknown }[] = [];

  file(name: string, content: string | Buffer, mode = 0o600): string {
    const path = join(this.folder, name);
    writeFileSync(path, content, { mode });
    return path;
  }

  async server(behaviour: Partial<Behaviour> = {}): Promise<TestServer> {
    const server = await startServer({ hostKeys: [this.hostKey], authorized: [this.userKey], ...behaviour });
    this.#open.unshift(server);
    return server;
  }

  async wire(to: number): Promise<Wire> {
    const wire = await startWire(to);
    this.#open.unshift(wire);
    return wire;
  }

  /** A target that works, unless the fields given spoil it. */
  target(port: number, fields: Partial<SshTarget> = {}): SshTarget {
    return {
      host: '127.0.0.1',
      port,
      user: 'root',
      identityFile: this.file('id_test', this.userKey.private),
      agent: false,
      knownHostsFile: this.file(`known_hosts_${port}`, knownLine(port, this.hostKey)),
      config: false,
      sudo: false,
      ...fields,
    };
  }

  async connect(target: SshTarget): Promise<Connection> {
    const connection = await connect(target);
    this.#open.unshift(connection);
    return connection;
  }

  async close(): Promise<void> {
    for (const open of this.#open) await open.close();
    rmSync(this.folder, { recursive: true });
  }
}

export function knownLine(port: number, key: KeyPair, host = '127.0.0.1'): string {
  return `[${host}]:${port} ${key.public}\n`;
}

/** The error of a promise that must fail. */
export async function failure(
  promise: Promise<unknown>,
): Promise<Error & { code?: string; retryable?: boolean }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
}
