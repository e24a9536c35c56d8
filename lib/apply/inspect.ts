import type { Intent } from '../intent/intent';
import type { Registry } from '../kind';
import { connect, type SshTarget } from '../ssh';
import { today } from './apply';
import { type Prepared, prepare } from './prepare';
import { readState } from './read';

/** Reads a host and plans for it: one connection, one exec, nothing changed. Throws TransportError or RemoteCommandError. */
export async function inspect(registry: Registry, target: SshTarget, intent: Intent): Promise<Prepared> {
  const connection = await connect(target);
  try {
    return prepare(registry, intent, await readState(connection, registry, intent), today());
  } finally {
    connection.close();
  }
}
