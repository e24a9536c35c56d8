import { randomBytes } from 'node:crypto';
import { RemoteCommandError } from '../errors';
import type { Intent } from '../intent/intent';
import type { Registry, Resource } from '../kind';
import type { Connection } from '../ssh';
import { observation } from '../state/observe';
import type { State } from '../state/state';

/** How much a host may answer. A thousand links are some 3 MB. */
const MOST = 64 * 1024 * 1024;

async function once(
  connection: Connection,
  registry: Registry,
  resources: readonly Resource[],
  host: string,
): Promise<State> {
  const asked = observation(registry, resources, `trunkline-${randomBytes(16).toString('hex')}`, host);
  const reply = await connection.exec(asked.program, { timeoutSec: 120, maxBytes: MOST });
  if (reply.code === 0) return asked.read(reply.stdout);
  const found = `exit code ${reply.code}: ${reply.stderr.slice(-300)}`;
  throw new RemoteCommandError({ doing: 'read the state', host, found });
}

/**
 * Reads a host by one exec. Only a host whose record holds resources that were not asked about is read a second
 * time: nobody can know them before.
 */
export async function readState(connection: Connection, registry: Registry, intent: Intent): Promise<State> {
  const state = await once(connection, registry, intent.resources, intent.host);
  const confirmed = state.record?.intent.resources ?? [];
  const asked = new Set(intent.resources.map(resource => registry.id(resource)));
  const unasked = confirmed.filter(
    resource =>
      registry.has(resource.kind) &&
      !asked.has(registry.id(resource)) &&
      (registry.namespaces(resource).length > 0 ||
        registry.of(resource).probes.some(probe => probe.program.length > 0)),
  );
  return unasked.length === 0
    ? state
    : once(connection, registry, [...intent.resources, ...unasked], intent.host);
}
