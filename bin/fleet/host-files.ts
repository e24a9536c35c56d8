import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';

/** One synthesised host, not read yet. */
export interface HostFile {
  readonly host: string;
  /** The stack that it was synthesised by; undefined for a file that was named by its path. */
  readonly stack?: string;
  readonly path: string;
}

/** `kvm2` before `kvm10`, the same everywhere. */
const inOrder = new Intl.Collator('en', { numeric: true }).compare;

const folders = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter(entry => entry.isDirectory())
        .map(entry => entry.name)
        .sort(inOrder)
    : [];

const hostFile = (path: string, stack?: string): HostFile => ({
  host: basename(path, '.json'),
  ...(stack !== undefined && { stack }),
  path,
});

const filesIn = (folder: string, stack: string): HostFile[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter(name => name.endsWith('.json'))
        .sort(inOrder)
        .map(name => hostFile(join(folder, name), stack))
    : [];

const stacksIn = (folder: string): HostFile[] =>
  folders(folder).flatMap(stack => filesIn(join(folder, stack, 'hosts'), stack));

/** `output` of cdktf.json, for those who have set it. */
function outputOf(project: string): string {
  try {
    const { output } = JSON.parse(readFileSync(join(project, 'cdktf.json'), 'utf8')) as { output?: unknown };
    return typeof output === 'string' ? output : 'cdktf.out';
  } catch {
    return 'cdktf.out';
  }
}

/** Every synthesised host of a folder: of a project, of its output, or of one stack's. */
export function findHostFiles(folder: string): HostFile[] {
  const at = resolve(folder);
  const found = [
    () => stacksIn(join(at, outputOf(at), 'stacks')),
    () => stacksIn(join(at, 'stacks')),
    () => filesIn(join(at, 'hosts'), basename(at)),
  ];
  for (const look of found) {
    const files = look();
    if (files.length > 0) return files;
  }
  return [];
}

export const fileAt = (path: string): HostFile => hostFile(path);

export const nameOf = ({ host, stack }: HostFile): string =>
  stack === undefined ? host : `${stack}/${host}`;

/** A path as a person in that folder would write it. */
export function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') ? path : short;
}
