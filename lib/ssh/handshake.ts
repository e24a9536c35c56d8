import type { Duplex } from 'node:stream';
import { Client, type KexAlgorithm } from 'ssh2';
import type { TransportError } from '../errors';
import { type Login, login } from './auth';
import { connectFailure, connectTimeout } from './failure';
import type { HostKeyCheck } from './host-key';
import type { Identities } from './identities';
import type { ResolvedTarget } from './resolve';

// Group exchange would block the event loop for seconds: ssh2 does it in JavaScript's one thread.
const KEX: KexAlgorithm[] = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
];

/** SSH over a stream that is already there: host key, then login. @throws TransportError */
export function handshake(
  stream: Duplex,
  target: ResolvedTarget,
  hostKey: HostKeyCheck,
  identities: Identities,
): Promise<Client> {
  const client = new Client();
  const attempt = login(target, identities);
  return new Promise((resolve, reject) => {
    let refusal: TransportError | undefined;
    const fail = (error: TransportError) => {
      clearTimeout(timer);
      stream.destroy();
      reject(error);
    };
    const timer = setTimeout(
      () => fail(connectTimeout(target, target.hostName, 'in the SSH handshake')),
      target.connectTimeoutSec * 1000,
    );
    client.on('error', error => {
      if (refusal !== undefined) fail(refusal);
      else explain(error, target, attempt, fail);
    });
    client.once('close', () => fail(refusal ?? connectFailure(target, new Error('lost before handshake'))));
    client.once('ready', () => {
      clearTimeout(timer);
      resolve(client);
    });
    client.connect({
      sock: stream,
      username: target.user,
      // Anything but `false` lets the host in, so the answer is a strict boolean.
      hostVerifier: (offered: Buffer): boolean => {
        refusal = hostKey.refuse(offered);
        return refusal === undefined;
      },
      algorithms: { kex: KEX, serverHostKey: hostKey.algorithms, compress: ['none'] },
      authHandler: attempt.handler,
      readyTimeout: 0,
      // ssh2 sends the keepalives; keepalive.ts judges the silence.
      keepaliveInterval: target.keepaliveSec * 1000,
      keepaliveCountMax: Number.MAX_SAFE_INTEGER,
    });
  });
}

function explain(
  error: Error & { level?: string },
  target: ResolvedTarget,
  attempt: Login,
  fail: (error: TransportError) => void,
): void {
  if (/All configured authentication methods failed/.test(error.message)) fail(attempt.failure());
  else if (/Too many authentication failures/.test(error.message)) {
    attempt.note("the host allows no more tries (MaxAuthTries): name the key with 'identityFile'");
    fail(attempt.failure());
  } else if (error.level === 'agent') attempt.note(`the agent failed: ${error.message}`);
  else if (error.level === 'client-authentication') attempt.note('a key could not sign');
  else fail(connectFailure(target, error));
}
