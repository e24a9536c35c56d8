import { relative } from 'node:path';

/**
 * File and line of the code that called into this package, relative to the working directory: what an error points
 * at. Undefined when the stack holds none.
 */
export function callerSource(): string | undefined {
  const lines = new Error().stack?.split('\n').slice(1) ?? [];
  for (const line of lines) {
    const match = /\(?((?:\/|file:)[^():]+):(\d+):\d+\)?$/.exec(line.trim());
    const file = match?.[1];
    if (!file || file.startsWith(dirOfPackage) || file.includes('/node_modules/') || file.startsWith('node:'))
      continue;
    return `${relative(process.cwd(), file)}:${match[2]}`;
  }
  return undefined;
}

/** This file stands two folders below the folder whose frames are ours. */
const dirOfPackage = `${__dirname.replace(/[/\\]host$/, '')}/`;
