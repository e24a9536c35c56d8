import { performance } from 'node:perf_hooks';
import { kinds } from '../../constructs/kinds';
import { today } from '../../lib/apply/apply';
import { inspect } from '../../lib/apply/inspect';
import type { Prepared } from '../../lib/apply/prepare';
import { withoutExpired } from '../../lib/intent/intent';
import { judgeFleet } from '../../lib/plan/checks';
import type { Finding } from '../../lib/plan/checks/check';
import type { Member } from './member';
import { pooled } from './pool';

/** What is known of one host before anything is changed: its plan, or why there is none. */
export interface Surveyed {
  readonly member: Member;
  readonly seconds: number;
  readonly prepared?: Prepared;
  /** What the checks say of it, alone and among the others. */
  readonly findings: readonly Finding[];
  readonly error?: unknown;
}

export type Reader = (member: Member) => Promise<Prepared>;

export const readHost: Reader = ({ ssh, intent }) => inspect(kinds, ssh, intent);

export const elapsed = (since: number): number => Math.round((performance.now() - since) / 10) / 100;

/** Reads and plans all hosts. One that fails fails by itself. */
export async function survey(
  members: readonly Member[],
  parallel: number,
  read: Reader,
  onDone: (done: number) => void = () => {},
): Promise<Surveyed[]> {
  const fleet = judgeFleet(
    kinds,
    members.map(({ intent }) => withoutExpired(intent, today())),
  );
  let done = 0;
  return pooled(members, parallel, async member => {
    const since = performance.now();
    const among = fleet.filter(finding => finding.host === member.intent.host);
    try {
      const prepared = await read(member);
      const findings = [...prepared.findings, ...among];
      return { member, prepared, findings, seconds: elapsed(since) };
    } catch (error) {
      return { member, error, findings: among, seconds: elapsed(since) };
    } finally {
      onDone(++done);
    }
  });
}
