import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cacheDir } from '../paths';
import { step } from '../progress';

export const hash = (...parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

/** Every file below a folder: path, mode and content. */
export function folderHash(dir: string): string {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
  return hash(files.map(f => [relative(dir, f), statSync(f).mode, readFileSync(f, 'utf8')]));
}

const used = new Set<string>();

/** A folder that is made once per key. It appears complete or not at all. */
export async function cached(
  name: string,
  key: string,
  what: string,
  make: (dir: string) => Promise<void>,
): Promise<string> {
  const dir = join(cacheDir, `${name}-${key}`);
  used.add(`${name}-${key}`);
  if (existsSync(dir)) return dir;
  const draft = `${dir}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  await step(what, () => make(draft));
  renameSync(draft, dir);
  return dir;
}

/** Forgets what earlier recipes left: a gigabyte each. */
export function prune(): void {
  for (const entry of readdirSync(cacheDir)) {
    const isOurs = /^(apt|kernel|packages|image|template)(-|$)/.test(entry);
    if (isOurs && !used.has(entry)) rmSync(join(cacheDir, entry), { recursive: true, force: true });
  }
}
