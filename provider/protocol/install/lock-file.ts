import { createHash } from 'node:crypto';
import { topLevelBlocks } from './hcl-blocks';
import { formatProviderAddress, type ProviderAddress } from './provider-address';

const HEADER = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.
`;

export interface Locked {
  readonly provider: ProviderAddress;
  readonly version: string;
  /** cdktf takes a lock without constraints for outdated. */
  readonly constraints: string;
  /** `h1:...` */
  readonly hash: string;
}

/** Go's dirhash of a package that is one file: what `terraform init` compares with the lock. */
export function packageHash(fileName: string, content: string): string {
  const listing = `${sha256(content).toString('hex')}  ${fileName}\n`;
  return `h1:${sha256(listing).toString('base64')}`;
}

const sha256 = (content: string): Buffer => createHash('sha256').update(content).digest();

/** The lock file with our block written or replaced; everything else stays byte for byte. */
export function withLocked(lockFile: string | null, locked: Locked): string {
  const block = format(locked);
  if (lockFile === null || lockFile.trim() === '') return `${HEADER}\n${block}\n`;
  const header = `provider "${formatProviderAddress(locked.provider)}"`;
  const ours = topLevelBlocks(lockFile).find(found => found.header.replace(/\s+/g, ' ') === header);
  if (ours) return lockFile.slice(0, ours.start) + block + lockFile.slice(ours.end);
  return `${lockFile}${lockFile.endsWith('\n') ? '' : '\n'}\n${block}\n`;
}

/** Exactly as Terraform would write it, so that it finds nothing to change. */
const format = ({ provider, version, constraints, hash }: Locked): string =>
  `provider "${formatProviderAddress(provider)}" {
  version     = "${version}"
  constraints = "${constraints}"
  hashes = [
    "${hash}",
  ]
}`;
