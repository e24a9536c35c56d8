import { PlanError } from '../errors';
import type { Intent } from '../intent/intent';
import type { Resource } from '../kind';

export const RECORD_FORMAT = 1;

/** What a host keeps of its last confirmed transaction. It lives on the host; losing Terraform's state loses nothing. */
export interface HostRecord {
  readonly formatVersion: typeof RECORD_FORMAT;
  /** Counts confirmed transactions, from 1. */
  readonly revision: number;
  /** The transaction that wrote it. */
  readonly token: string;
  readonly intent: Intent;
  /** What was there before us of the things that we changed: given back when nobody asks for ours any more. */
  readonly originals: readonly Resource[];
  /** What the host needed beside what was declared. @default nothing */
  readonly derived?: readonly Resource[];
  /** Permanent MAC of each NIC that the description uses, by the name that it had. @default none known */
  readonly nics?: Readonly<Record<string, string>>;
}

/** Reads a record. Throws PlanError when a newer Trunkline wrote it, or when it is not whole. */
export function parseRecord(text: string, host?: string): HostRecord {
  const remedy = 'look at /var/lib/trunkline/current/record.json on the host';
  let value: Partial<HostRecord>;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new PlanError({ doing: 'read the record', host, found: 'it is not JSON', remedy, cause });
  }
  const version: unknown = value?.formatVersion;
  if (typeof version === 'number' && version > RECORD_FORMAT)
    throw new PlanError({
      doing: 'read the record',
      host,
      found: `a newer Trunkline wrote it (format ${version}, this one knows ${RECORD_FORMAT})`,
      remedy: 'use that newer version for this host; the record was left as it is',
    });
  if (version !== RECORD_FORMAT || !Number.isInteger(value.revision) || !value.intent || !value.originals)
    throw new PlanError({ doing: 'read the record', host, found: 'it is not a record of Trunkline', remedy });
  return value as HostRecord;
}
