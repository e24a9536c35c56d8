import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A file that was read, or why it was not. `missing` is apart: OpenSSH passes over missing files in silence. */
export type FileContent =
  | { readonly content: Buffer; readonly mode: number; readonly uid: number }
  | { readonly problem: string; readonly missing: boolean };

/**
 * Reads a regular file and nothing else: a fifo would block for ever, a link to /dev/zero would never end.
 * The type is asked before opening, since opening a device can have effects, and again after.
 */
export function readRegularFile(path: string, maxBytes: number): FileContent {
  let fd: number | undefined;
  try {
    if (!statSync(path).isFile()) return { problem: 'is not a regular file', missing: false };
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const { size, mode, uid } = fstatSync(fd);
    if (!isRegular(mode)) return { problem: 'is not a regular file', missing: false };
    if (size > maxBytes) return { problem: `is larger than ${maxBytes} bytes`, missing: false };
    return { content: readFileSync(fd), mode, uid };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    return { problem: missing ? 'does not exist' : `cannot be read (${code})`, missing };
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function isRegular(mode: number): boolean {
  return (mode & constants.S_IFMT) === constants.S_IFREG;
}

/** `~` and `~/x` with the home folder in its place. */
export function expandHome(path: string): string {
  if (path === '~') return homedir();
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}
