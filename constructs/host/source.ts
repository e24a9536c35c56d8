import { relative } from 'node:path';

/** Constructs in constructs are calls in calls, and node keeps ten of them unless told to keep more. */
const FRAMES = 100;

/**
 * File and line of the code that called into this package, relative to the working directory: what an error points
 * at. Undefined when the stack holds none.
 */
export function callerSource(): string | undefined {
  const usual = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const lines = new Error().stack?.split('\n').slice(1) ?? [];
  Error.stackTraceLimit = usual;
  for (const line of lines) {
    const match = /\(?((?:\/|file:)[^():]+):(\d+):\d+\)?$/.exec(line.trim());
    const file = match?.[1]?.replace(/^file:\/\//, '');
    if (!file || file.startsWith(dirOfPackage) || file.includes('/node_modules/')) continue;
    return `${relative(process.cwd(), file)}:${match?.[2]}`;
  }
  return undefined;
}

/** This file stands two folders below the folder whose frames are ours. */
const dirOfPackage = `${__dirname.replace(/[/\\]host$/, '')}/`;

/** A remedy that ends with the place to look at. */
export const seeing = (remedy: string | undefined, source: string | undefined): string | undefined =>
  [remedy, source && `see ${source}`].filter(part => part !== undefined && part !== '').join('; ') ||
  undefined;
