import { type ParsedKey, utils } from 'ssh2';
import { ValidationError } from '../errors';
import { readRegularFile } from './read-file';
import type { IdentityPath, ResolvedTarget } from './resolve';

/** The keys of the identity files. Secret: never part of an error, a log or JSON. */
export interface Identities {
  readonly keys: readonly { readonly path: string; readonly key: ParsedKey }[];
  /** All public keys of the identity files, in wire format: what of the agent's keys is meant. */
  readonly publicKeys: readonly Buffer[];
  /** Which files were passed over and why, without a word of their content. */
  readonly notes: readonly string[];
}

const MAX_FILE = 64 * 1024;

/** @throws ValidationError when a file that the target itself names is of no use */
export function loadIdentities(target: ResolvedTarget): Identities {
  const keys: { path: string; key: ParsedKey }[] = [];
  const publicKeys: Buffer[] = [];
  const notes: string[] = [];
  for (const identity of target.identityFiles) {
    const read = readIdentity(identity.path);
    if ('key' in read) {
      publicKeys.push(read.key.getPublicSSH());
      if (read.key.isPrivateKey()) keys.push({ path: identity.path, key: read.key });
    } else if (!read.missing || identity.explicit) {
      // Of an encrypted key the agent may hold the open half.
      const beside = read.encrypted ? readIdentity(`${identity.path}.pub`) : undefined;
      if (beside !== undefined && 'key' in beside) publicKeys.push(beside.key.getPublicSSH());
      refuseExplicit(target, identity, read);
      notes.push(`${identity.path} ${read.problem}`);
    }
  }
  return { keys, publicKeys, notes };
}

interface Unusable {
  readonly problem: string;
  readonly remedy: string;
  readonly missing?: boolean;
  readonly encrypted?: boolean;
}

function readIdentity(path: string): { readonly key: ParsedKey } | Unusable {
  const read = readRegularFile(path, MAX_FILE);
  if ('problem' in read) {
    return { problem: read.problem, missing: read.missing, remedy: 'give the path of a private key' };
  }
  const key = utils.parseKey(read.content);
  // ssh2's own words are not passed on: nothing of a key file is ever shown.
  if (key instanceof Error) return unparsable(key, read.content);
  const one = (Array.isArray(key) ? key[0] : key) as ParsedKey;
  if (one.isPrivateKey() && read.uid === process.getuid?.() && (read.mode & 0o077) !== 0) {
    return { problem: 'can be read by others', remedy: 'protect it with `chmod 600`' };
  }
  return { key: one };
}

function unparsable(error: Error, content: Buffer): Unusable {
  const encrypted = /encrypted|passphrase/i.test(error.message) || content.includes('ENCRYPTED');
  return encrypted
    ? {
        problem: 'is encrypted',
        encrypted,
        remedy: 'load it into the agent with `ssh-add` and set `agent: true`',
      }
    : { problem: 'is not a private key', remedy: 'give the path of a private key' };
}

function refuseExplicit(target: ResolvedTarget, identity: IdentityPath, read: Unusable): void {
  if (!identity.explicit || (read.encrypted && target.agent !== undefined)) return;
  throw new ValidationError({
    doing: 'connect to',
    host: target.name,
    field: 'identityFile',
    found: `'${identity.path}' ${read.problem}`,
    remedy: read.remedy,
    code: 'identity-file',
  });
}
