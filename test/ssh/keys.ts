import { randomBytes } from 'node:crypto';
import { type ParsedKey, utils } from 'ssh2';

export interface KeyPair {
  readonly private: string;
  /** `ssh-ed25519 AAAA... comment` */
  readonly public: string;
  readonly blob: Buffer;
  readonly parsed: ParsedKey;
}

export function newKey(
  type: 'ed25519' | 'ecdsa' = 'ed25519',
  comment = randomBytes(8).toString('hex'),
): KeyPair {
  const pair =
    type === 'ed25519'
      ? utils.generateKeyPairSync('ed25519', { comment })
      : utils.generateKeyPairSync('ecdsa', { bits: 256, comment });
  const parsed = utils.parseKey(pair.public) as ParsedKey | Error;
  // ssh2 1.17 drops a leading zero byte of an ed25519 key: every 256th is malformed.
  if (parsed instanceof Error) return newKey(type, comment);
  return { private: pair.private, public: pair.public.trim(), blob: parsed.getPublicSSH(), parsed };
}

/** An encrypted private key in OpenSSH's format. */
export function encryptedKey(comment: string, passphrase: string): string {
  return utils.generateKeyPairSync('ed25519', { comment, passphrase, cipher: 'aes256-cbc', rounds: 1 })
    .private;
}
