import { createHmac } from 'node:crypto';
import { readRegularFile } from './read-file';

/** One key on record for a host. */
export interface KnownKey {
  readonly type: string;
  /** The public key in SSH's wire format. */
  readonly blob: Buffer;
  /** `~/.ssh/known_hosts:12` */
  readonly where: string;
}

/** What the known_hosts files say about one host. */
export interface KnownHost {
  readonly keys: readonly KnownKey[];
  readonly revoked: readonly KnownKey[];
  /** What was passed over and why: missing files, garbled lines, certificate authorities. */
  readonly notes: readonly string[];
}

const MAX_FILE = 64 * 1024 * 1024;
const MAX_NOTES = 10;

/**
 * The name under which a host is on record: `h` at port 22, else `[h]:port`.
 * OpenSSH would fall back from `[h]:2222` to `h`; here another port is another host.
 */
export function knownHostName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/** Looks one host up in several files; never throws. */
export function lookUpHost(files: readonly string[], name: string): KnownHost {
  const keys: KnownKey[] = [];
  const revoked: KnownKey[] = [];
  const notes: string[] = [];
  for (const file of files) {
    const read = readRegularFile(file, MAX_FILE);
    if ('problem' in read) notes.push(`${file} ${read.problem}`);
    else if (read.content.length === 0) notes.push(`${file} is empty`);
    else readLines(file, read.content.toString('latin1'), name, { keys, revoked, notes });
  }
  const more = notes.length - MAX_NOTES;
  if (more > 0) notes.splice(MAX_NOTES, more, `and ${more} more`);
  return { keys, revoked, notes };
}

interface Found {
  readonly keys: KnownKey[];
  readonly revoked: KnownKey[];
  readonly notes: string[];
}

function readLines(file: string, text: string, name: string, found: Found): void {
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const where = `${file}:${index + 1}`;
    const fields = trimmed.split(/[ \t]+/);
    const marker = fields[0]?.startsWith('@') ? fields.shift() : undefined;
    const [hosts, type, base64] = fields;
    const blob = type === undefined || base64 === undefined ? undefined : decodeKey(type, base64);
    if (hosts === undefined || type === undefined || blob === undefined) {
      found.notes.push(`${where} is garbled`);
    } else if (matchesHosts(hosts, name)) {
      if (marker === undefined) found.keys.push({ type, blob, where });
      else if (marker === '@revoked') found.revoked.push({ type, blob, where });
      else if (marker === '@cert-authority')
        found.notes.push(`${where} is passed over: host certificates are not supported`);
      else found.notes.push(`${where} is passed over: unknown marker`);
    }
  }
}

// The blob begins with its own type; a line whose two types differ was tampered with or torn.
function decodeKey(type: string, base64: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const blob = Buffer.from(base64, 'base64');
  return keyType(blob) === type ? blob : undefined;
}

/** The type that a public key in wire format names, such as `ssh-ed25519`. */
export function keyType(blob: Buffer): string | undefined {
  if (blob.length < 4) return undefined;
  const end = 4 + blob.readUInt32BE(0);
  const type = end < blob.length ? blob.toString('latin1', 4, end) : '';
  return /^[a-z0-9@.-]{1,64}$/.test(type) ? type : undefined;
}

/** Whether the first field of a known_hosts line means this host. */
export function matchesHosts(field: string, name: string): boolean {
  if (field.startsWith('|')) return matchesHash(field, name);
  let matched = false;
  for (const pattern of field.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matchesWildcards(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false;
    matched = true;
  }
  return matched;
}

// |1|salt|HMAC-SHA1(salt, name), both in base64
function matchesHash(field: string, name: string): boolean {
  const [, version, salt, hash] = field.split('|');
  if (version !== '1' || !salt || !hash) return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

// `*` and `?` only. Brackets are literal: `[h]:2222`.
function matchesWildcards(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t]) && pattern[p] !== '*') {
      p++;
      t++;
    } else if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
