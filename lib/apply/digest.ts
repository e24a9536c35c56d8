import { createHash } from 'node:crypto';
import type { Plan } from '../plan/plan';

/**
 * What a person agreed to when they saw a plan. Apply makes its own plan from a fresh observation and refuses when
 * the two differ: somebody changed the host in between.
 */
export const digestOf = (plan: Pick<Plan, 'changes'>): string =>
  createHash('sha256')
    .update(JSON.stringify(plan.changes.map(({ path: _, source: __, ...change }) => change)))
    .digest('hex');
