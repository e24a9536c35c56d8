import { TransportError } from '../errors';
import type { ResolvedTarget } from './resolve';

/** What the message of a failed connection begins with. */
export function subject(target: ResolvedTarget): { doing: string; host: string } {
  return target.jumpFor === undefined
    ? { doing: 'connect to', host: target.name }
    : { doing: `connect to jump host '${target.name}' of`, host: target.jumpFor };
}

interface Explanation {
  readonly code: string;
  readonly found: string;
  readonly remedy: string;
}

type Explain = (address: string, target: ResolvedTarget) => Explanation;

const refused: Explain = address => ({
  code: 'refused',
  found: `${address} refused the connection`,
  remedy: 'see whether sshd runs there and whether the port is right',
});
const unreachable: Explain = address => ({
  code: 'unreachable',
  found: `there is no route to ${address}`,
  remedy: "see whether the host is up, and this machine's own routes",
});
const timedOut: Explain = (address, target) => ({
  code: 'timeout',
  found: `${address} did not answer within ${target.connectTimeoutSec} s`,
  remedy: 'see whether the host is up and no firewall drops the packets',
});
const reset: Explain = address => ({
  code: 'dropped',
  found: `${address} dropped the connection`,
  remedy: "see the host's sshd log (MaxStartups, fail2ban, AllowUsers)",
});
const unresolved: Explain = (_, target) => ({
  code: 'dns',
  found: `the name '${target.hostName}' has no address`,
  remedy: 'correct the name, or give an address as HostName in the OpenSSH config',
});

const BY_ERRNO: Record<string, Explain> = {
  ECONNREFUSED: refused,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ENETDOWN: unreachable,
  EHOSTDOWN: unreachable,
  EADDRNOTAVAIL: unreachable,
  ETIMEDOUT: timedOut,
  ECONNRESET: reset,
  EPIPE: reset,
  ENOTFOUND: unresolved,
  EAI_AGAIN: unresolved,
  ENODATA: unresolved,
};

/** A failed connection in the words of someone who must repair it. */
export function connectFailure(
  target: ResolvedTarget,
  error: unknown,
  address = target.hostName,
): TransportError {
  if (error instanceof TransportError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const at = `${address} port ${target.port}`;
  const known = BY_ERRNO[String(code)] ?? (/lost before handshake/.test(message) ? reset : undefined);
  if (known !== undefined)
    return new TransportError({ ...subject(target), ...known(at, target), cause: error });
  if (/no matching/.test(message)) return noCommonAlgorithm(target, message, error);
  return new TransportError({
    ...subject(target),
    code: 'handshake',
    found: `${at}: ${message}`,
    cause: error,
  });
}

function noCommonAlgorithm(target: ResolvedTarget, found: string, cause: unknown): TransportError {
  const remedy =
    'let sshd offer curve25519-sha256 or ecdh-sha2-nistp256, and an ed25519, ecdsa or rsa-sha2 host key';
  return new TransportError({
    ...subject(target),
    code: 'algorithms',
    found,
    remedy,
    retryable: false,
    cause,
  });
}

/** The time for connecting ran out. */
export function connectTimeout(target: ResolvedTarget, address: string, doing: string): TransportError {
  const { code, found, remedy } = timedOut(`${address} port ${target.port}`, target);
  return new TransportError({ ...subject(target), code, found: `${found} (${doing})`, remedy });
}
