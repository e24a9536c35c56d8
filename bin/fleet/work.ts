import { performance } from 'node:perf_hooks';
import { kinds } from '../../constructs/kinds';
import { type Applied, apply, type Stage } from '../../lib/apply/apply';
import { digestOf } from '../../lib/apply/digest';
import { exitOf, type Status, statusOf, statusOfError } from './status';
import { elapsed, type Surveyed } from './survey';
import { inWaves } from './waves';

/** How one host ended. */
export interface Outcome {
  readonly surveyed: Surveyed;
  readonly status: Status;
  readonly seconds: number;
  readonly revision?: number;
  readonly error?: unknown;
}

export interface WorkOptions {
  readonly parallel: number;
  /** Whether a host that fails stops no further wave. */
  readonly keepGoing?: boolean;
  readonly signal: AbortSignal;
  readonly onStage: (host: string, stage: Stage) => void;
}

/** Hosts on which nothing is to be done, or can be done. */
export const standing = (surveyed: Surveyed): Outcome => ({
  surveyed,
  status: statusOf(surveyed),
  seconds: surveyed.seconds,
  revision: surveyed.prepared?.state.record?.revision,
  error: surveyed.error,
});

async function applyOne(surveyed: Surveyed, options: WorkOptions): Promise<Outcome> {
  const { member, prepared } = surveyed;
  const since = performance.now();
  try {
    const { result, revision }: Applied = await apply({
      registry: kinds,
      target: member.ssh,
      intent: member.intent,
      expectedDigest: prepared && digestOf(prepared.plan),
      signal: options.signal,
      onStage: stage => options.onStage(member.label, stage),
    });
    const status = result === 'confirmed' ? 'confirmed' : 'no changes';
    return { surveyed, status, revision, seconds: elapsed(since) };
  } catch (error) {
    // Interrupted before anything was changed.
    if (options.signal.aborted && error === options.signal.reason)
      return { surveyed, status: 'not started', seconds: elapsed(since) };
    return { surveyed, status: statusOfError(error), error, seconds: elapsed(since) };
  }
}

/** Applies to all, in waves. */
export const work = (surveyed: readonly Surveyed[], options: WorkOptions): Promise<Outcome[]> =>
  inWaves(surveyed, {
    size: options.parallel,
    work: one => applyOne(one, options),
    skip: one => ({ surveyed: one, status: 'not started', seconds: 0 }),
    stops: outcomes =>
      options.signal.aborted || (!options.keepGoing && outcomes.some(({ status }) => exitOf[status] !== 0)),
  });
