import { ValidationError } from '../errors';
import { type Connection, SshConnection } from './connection';
import { dial } from './dial';
import { subject } from './failure';
import { handshake } from './handshake';
import { hostKeyCheck } from './host-key';
import { type Identities, loadIdentities } from './identities';
import { type ResolvedTarget, resolveTarget } from './resolve';
import type { SshTarget } from './target';

const MAX_JUMPS = 8;

/**
 * Connects to a host: by its OpenSSH config, through its jump hosts, with the host key verified at each of them.
 * Tries once; whether to try again is the caller's to say, by the error's `retryable`.
 * @throws ValidationError for a target, config or identity file that cannot be used
 * @throws TransportError with the `code`: dns, refused, unreachable, timeout, dropped, jump, host-key-unknown,
 * host-key-changed, host-key-revoked, auth, algorithms, handshake
 */
export async function connect(target: SshTarget): Promise<Connection> {
  const resolved = await resolveTarget(target);
  const identities = loadIdentities(resolved);
  const via = await connectJumps(resolved, 0);
  return open(resolved, identities, via);
}

// The first hop is reached by its own config, jump hosts of its own included; each other one through the hop before.
async function connectJumps(target: ResolvedTarget, depth: number): Promise<SshConnection | undefined> {
  let via: SshConnection | undefined;
  try {
    for (const hop of target.jumps) {
      if (depth >= MAX_JUMPS) throw jumpLoop(target);
      const resolved = jumpHost(await resolveTarget(hop), target);
      via ??= await connectJumps(resolved, depth + 1);
      via = await open(resolved, loadIdentities(resolved), via);
    }
    return via;
  } catch (error) {
    via?.close();
    throw error;
  }
}

// OpenSSH gives `-i` to the last host only; here the whole way may be described by one target.
function jumpHost(hop: ResolvedTarget, target: ResolvedTarget): ResolvedTarget {
  const explicit = target.identityFiles.filter(identity => identity.explicit);
  const identityFiles = [...hop.identityFiles, ...explicit];
  return { ...hop, identityFiles, jumpFor: target.jumpFor ?? target.name };
}

async function open(
  target: ResolvedTarget,
  identities: Identities,
  via: SshConnection | undefined,
): Promise<SshConnection> {
  try {
    const stream = await (via === undefined ? dial(target) : via.forward(target));
    const client = await handshake(stream, target, hostKeyCheck(target), identities);
    return new SshConnection(client, stream, target, via);
  } catch (error) {
    via?.close();
    throw error;
  }
}

function jumpLoop(target: ResolvedTarget): ValidationError {
  return new ValidationError({
    ...subject(target),
    field: 'proxyJump',
    found: `more than ${MAX_JUMPS} jump hosts lead to each other`,
    remedy: 'break the loop of ProxyJump in the OpenSSH config',
    code: 'jump-loop',
  });
}
