import { readFileSync } from 'node:fs';
import { DOCUMENT_FORMAT, type HostDocument } from '../../constructs/host/document';
import { kinds } from '../../constructs/kinds';
import { TrunklineError, ValidationError } from '../../lib/errors';
import { parseIntent } from '../../lib/intent/intent';
import { parseTarget } from '../../lib/ssh';

/** Reads a host's document from a file's text. Throws a ValidationError that names file and field. */
export function parseDocument(text: string, file: string): HostDocument {
  const wrong = (field: string | undefined, found: string, cause?: unknown) =>
    new ValidationError({
      doing: 'read',
      resource: `'${file}'`,
      field,
      found,
      remedy: 'run `cdktf synth` to write it anew',
      cause,
    });
  const within = <T>(part: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof TrunklineError)) throw error;
      const { resource, field, found } = error;
      const where = [part, resource, field].filter(word => word !== undefined).join(' ');
      throw wrong(where, found ?? error.message, error);
    }
  };
  let value: Partial<Record<keyof HostDocument, unknown>> | null;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw wrong(undefined, `it is not JSON: ${(cause as Error).message}`, cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(undefined, 'it is not the file of a host');
  if (value.formatVersion !== DOCUMENT_FORMAT)
    throw wrong('formatVersion', `must be ${DOCUMENT_FORMAT}; this Trunkline reads no other`);
  return {
    formatVersion: DOCUMENT_FORMAT,
    ssh: within('ssh', () => parseTarget(value.ssh as HostDocument['ssh'])),
    intent: within('intent', () => parseIntent(kinds, value.intent)),
  };
}

/** Reads a text file that a person named. */
export function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ValidationError({
      doing: 'read',
      resource: `${what} '${path}'`,
      found: (cause as Error).message,
      cause,
    });
  }
}
