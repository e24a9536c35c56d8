import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `cdktf deploy` runs `terraform providers lock` once whenever the lock file lacks a provider, and that command asks
 * every provider's registry; ours has none. Says how to do without, or null where nothing is lacking.
 */
export function otherProvidersWarning(folder: string, sources: readonly string[]): string | null {
  const file = join(folder, '.terraform.lock.hcl');
  const locked = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lacking = sources.filter(source => !locked.includes(`/${source.split('/').at(-1)}" {`));
  if (lacking.length === 0) return null;
  return `the stack's lock file does not hold ${lacking.join(', ')} yet: the first time, run \`cdktf deploy --skip-provider-lock\`, or set CDKTF_SKIP_PROVIDER_LOCK=true`;
}
