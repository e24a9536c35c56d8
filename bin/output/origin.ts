import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Finding } from '../../lib/plan/checks/check';
import type { Member } from '../fleet/member';

/** A place in a file, for those who click on it. */
export interface Origin {
  readonly file: string;
  readonly line: number;
}

type Files = (file: string) => readonly string[];

/** Lines of files, each read once. */
export function linesBelow(cwd: string): Files {
  const known = new Map<string, readonly string[]>();
  return file => {
    const lines = known.get(file) ?? readFileSync(resolve(cwd, file), 'utf8').split('\n');
    known.set(file, lines);
    return lines;
  };
}

/**
 * Where a finding comes from: the line of TypeScript that made the resource where the intent tells it, else the
 * line of the host file that names its construct path.
 */
export function originOf({ path }: Finding, { intent, file }: Member, linesOf: Files): Origin | undefined {
  const source = intent.resources.find(resource => path !== undefined && resource.path === path)?.source;
  const [, at, line] = /^(.+):(\d+)$/.exec(source ?? '') ?? [];
  if (at !== undefined) return { file: at, line: Number(line) };
  if (file === undefined) return undefined;
  const named = `"path": ${JSON.stringify(path)}`;
  const found = path === undefined ? -1 : linesOf(file).findIndex(text => text.includes(named));
  return { file, line: Math.max(1, found + 1) };
}
