import type { AnyKind, Props, Registry } from '../kind';
import type { Change, Reason } from './change';
import { type Candidate, type Disturbance, leftOver } from './consequences';
import { applied, diff, isRemade } from './diff';

/** A candidate, and why it would change. */
export interface Judged extends Candidate {
  readonly reason: Reason;
}

/** What is never created nor removed can still come with its link, and go with it: a bridge's own sysctls. */
export const appears = (kind: AnyKind, props: Props): boolean =>
  !kind.adopted || kind.on?.(props) !== undefined;

/** The change that one candidate needs, if any, given what the other changes do to it. */
export function decide(registry: Registry, candidate: Judged, disturbed: Disturbance): Change[] {
  const { id, resource, wanted, seen, confirmed, reason } = candidate;
  const kind = registry.of(resource);
  const { path, source } = resource;
  const base = { id, kind: resource.kind, reason, ...(path && { path }), ...(source && { source }) };
  // A route that may be anywhere does not stay on a link that becomes a port.
  const at = seen && kind.on?.(seen);
  const anywhere = wanted !== undefined && kind.on !== undefined && kind.on(wanted) === undefined;
  const misplaced = anywhere && at !== undefined && disturbed.taken.has(at);
  const left = seen && !misplaced ? leftOver(registry, resource, seen, disturbed) : undefined;
  const implied = left ? {} : { implied: true as const };
  if (!wanted && !seen) return [];
  if (!wanted) {
    // What is only spoilt is still there to be taken away.
    const there = left ?? leftOver(registry, resource, seen!, { ...disturbed, spoilt: new Set() });
    // A file about a link stays though the link goes.
    const goes = there || kind.survivesReboot ? {} : implied;
    return [{ ...base, action: 'remove', before: seen!, properties: [], ...goes }];
  }
  if (!seen)
    return appears(kind, wanted) ? [{ ...base, action: 'create', after: wanted, properties: [] }] : [];
  const direct = diff(kind, wanted, seen, confirmed);
  const after = applied(seen, direct);
  if (direct.some(change => isRemade(kind, change)))
    return [{ ...base, action: 'replace', before: seen, after, properties: direct, ...implied }];
  const why = direct.length > 0 ? base : { ...base, reason: 'restored' as const };
  if (!left) {
    const action = direct.length > 0 ? 'replace' : 'restore';
    const put = anywhere ? wanted : after;
    return [{ ...why, action, before: seen, after: put, properties: direct, implied: true }];
  }
  const properties = diff(kind, wanted, left, confirmed);
  if (properties.length === 0) return [];
  return [{ ...why, action: direct.length > 0 ? 'update' : 'restore', before: seen, after, properties }];
}
