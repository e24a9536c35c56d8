import { PlanError } from '../errors';
import { type Intent, withoutExpired } from '../intent/intent';
import type { Registry } from '../kind';
import { judgePlan } from '../plan/checks';
import { type Finding, renderFinding } from '../plan/checks/check';
import { same } from '../plan/diff';
import { type Plan, plan } from '../plan/plan';
import type { State } from '../state/state';

/** A host's plan with what the checks say of it. */
export interface Prepared {
  readonly intent: Intent;
  readonly state: State;
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  /** The host is as asked and its record says so: there is nothing to do. */
  readonly settled: boolean;
}

/** Plans and judges. Pure but for today's date, which ends suppressions. */
export function prepare(registry: Registry, intent: Intent, state: State, today: string): Prepared {
  const current = withoutExpired(intent, today);
  const made = plan(registry, current, state);
  const findings = judgePlan({ registry, intent: current, state, plan: made });
  const recorded = state.record !== undefined && same(comparable(state.record.intent), comparable(current));
  const nothingWanted = state.record === undefined && intent.resources.length === 0;
  // Confirmed once more, the record knows the NICs that are there now.
  const otherNics = findings.some(({ code }) => code === 'TL125');
  const settled = made.changes.length === 0 && (recorded || nothingWanted) && !otherNics;
  return { intent: current, state, plan: made, findings, settled };
}

/** An intent without what is for messages only. */
const comparable = (intent: Intent): unknown => ({
  settings: intent.settings,
  resources: intent.resources.map(({ kind, props }) => ({ kind, props })),
});

/** Throws PlanError with every finding that forbids the plan. */
export function refuseErrors({ intent, findings }: Prepared): void {
  const errors = findings.filter(finding => finding.severity === 'error');
  if (errors.length === 0) return;
  throw new PlanError({
    doing: 'change the network',
    host: intent.host,
    code: errors[0]!.code,
    found: errors.map(renderFinding).join('\n'),
    remedy: 'nothing was changed',
  });
}
