import { createHash } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import { TransportError } from '../errors';
import { subject } from './failure';
import { type KnownHost, keyType, knownHostName, lookUpHost } from './known-hosts';
import type { ResolvedTarget } from './resolve';

/** The fingerprint as `ssh-keygen -lf` prints it. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** Judges the key that a host offers. There is no verifier that accepts every key. */
export interface HostKeyCheck {
  /** In the order of preference: the types on record first, as OpenSSH does it. */
  readonly algorithms: ServerHostKeyAlgorithm[];
  /** Undefined when the key is the host's own. */
  refuse(offered: Buffer): TransportError | undefined;
}

/** The check for one host, by its pinned key or else by known_hosts. */
export function hostKeyCheck(target: ResolvedTarget): HostKeyCheck {
  return target.hostKey === undefined ? checkByKnownHosts(target) : checkByPin(target, target.hostKey);
}

// SHA-1 (`ssh-rsa`) and DSA signatures are not offered: OpenSSH dropped them as well.
const ALGORITHMS: Record<string, ServerHostKeyAlgorithm[]> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};

function preferring(types: readonly string[]): ServerHostKeyAlgorithm[] {
  const order = [...Object.keys(ALGORITHMS).filter(type => types.includes(type)), ...Object.keys(ALGORITHMS)];
  return [...new Set(order)].flatMap(type => ALGORITHMS[type] ?? []);
}

function checkByPin(target: ResolvedTarget, pinned: string): HostKeyCheck {
  const [type = '', base64 = ''] = pinned.split(/ +/);
  const isFingerprint = type.startsWith('SHA256:');
  const wanted = isFingerprint ? type.replace(/=+$/, '') : fingerprint(Buffer.from(base64, 'base64'));
  return {
    algorithms: preferring(isFingerprint ? [] : [type]),
    refuse: offered =>
      fingerprint(offered) === wanted
        ? undefined
        : refusal(target, {
            code: 'host-key-changed',
            found: `its host key is ${describe(offered)}, but ${wanted} is pinned`,
            remedy: `find out why; if the host was installed anew, ${checkOnHost(offered)}, then change 'hostKey'`,
          }),
  };
}

function checkByKnownHosts(target: ResolvedTarget): HostKeyCheck {
  const name = target.hostKeyAlias?.toLowerCase() ?? knownHostName(target.hostName, target.port);
  const known = lookUpHost(target.knownHostsFiles, name);
  const usable = known.keys.filter(key => !known.revoked.some(revoked => revoked.blob.equals(key.blob)));
  return {
    algorithms: preferring(usable.map(key => key.type)),
    refuse: offered => {
      const revoked = known.revoked.find(key => key.blob.equals(offered));
      if (revoked !== undefined) return revokedKey(target, offered, revoked.where);
      if (known.keys.some(key => key.blob.equals(offered))) return undefined;
      return known.keys.length > 0
        ? changedKey(target, offered, known)
        : unknownKey(target, name, offered, known);
    },
  };
}

function revokedKey(target: ResolvedTarget, offered: Buffer, where: string): TransportError {
  return refusal(target, {
    code: 'host-key-revoked',
    found: `its host key ${describe(offered)} is revoked at ${where}`,
    remedy: 'give the host a new key; whoever has the revoked one can pose as the host',
  });
}

function changedKey(target: ResolvedTarget, offered: Buffer, known: KnownHost): TransportError {
  const record = known.keys.map(key => `${key.type} ${fingerprint(key.blob)} (${key.where})`).join(', ');
  return refusal(target, {
    code: 'host-key-changed',
    found: `its host key is ${describe(offered)}, but on record is ${record}`,
    remedy: `find out why: someone may be in between; if the host was installed anew, ${checkOnHost(offered)}, then replace the key at ${known.keys[0]?.where}`,
  });
}

function unknownKey(target: ResolvedTarget, name: string, offered: Buffer, known: KnownHost): TransportError {
  const files = target.knownHostsFiles.join(', ') || 'any file: none is configured';
  const notes = known.notes.length > 0 ? ` (${known.notes.join(', ')})` : '';
  const line = `${name} ${keyType(offered) ?? 'unknown-type'} ${offered.toString('base64')}`;
  return refusal(target, {
    code: 'host-key-unknown',
    found: `its host key ${describe(offered)} is not known: no entry for '${name}' in ${files}${notes}`,
    remedy: `${checkOnHost(offered)}, then add this line to ${target.knownHostsFiles[0] ?? '~/.ssh/known_hosts'}: ${line}`,
  });
}

function describe(blob: Buffer): string {
  return `${keyType(blob) ?? 'of an unknown type'} ${fingerprint(blob)}`;
}

function checkOnHost(offered: Buffer): string {
  const file = { 'ssh-ed25519': 'ed25519', 'ssh-rsa': 'rsa' }[keyType(offered) ?? ''] ?? 'ecdsa';
  return `compare the fingerprint with \`ssh-keygen -lf /etc/ssh/ssh_host_${file}_key.pub\` on the host's console`;
}

// Trying again offers the same key again: not retryable.
function refusal(
  target: ResolvedTarget,
  fields: { code: string; found: string; remedy: string },
): TransportError {
  return new TransportError({ ...subject(target), ...fields, retryable: false });
}
