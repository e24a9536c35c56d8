import type { Intent } from '../../intent/intent';
import type { Registry, Resource } from '../../kind';
import type { State } from '../../state/state';
import type { Plan } from '../plan';

/** `error` stops the work before any host is touched; `warning` is told. */
export type Severity = 'error' | 'warning';

/** What a check found, in words for a person. */
export interface Finding {
  /** `TL101`; its page is `docs/checks/TL101.md`. */
  readonly code: string;
  readonly severity: Severity;
  readonly host: string;
  readonly message: string;
  readonly remedy: string;
  /** Construct path of the resource at fault. */
  readonly path?: string;
}

interface Named {
  readonly code: string;
  /** What it looks for, in one line. */
  readonly title: string;
  readonly severity: Severity;
}

/** What a check says of one place; code, severity and host are added. */
export type Remark = Pick<Finding, 'message' | 'remedy' | 'path'>;

export interface IntentView {
  readonly registry: Registry;
  readonly intent: Intent;
}

/** Judges what a person asked for, without any host: at synth. */
export interface IntentCheck extends Named {
  run(view: IntentView): readonly Remark[];
}

export interface PlanView extends IntentView {
  readonly plan: Plan;
  readonly state: State;
}

/** Judges what would be done to a host. */
export interface PlanCheck extends Named {
  run(view: PlanView): readonly Remark[];
}

/** Judges hosts against each other: at synth. */
export interface FleetCheck extends Named {
  run(registry: Registry, intents: readonly Intent[]): readonly (Remark & { readonly host: string })[];
}

/** A resource as a message names it: `vlan bond0.200 (id 200 on bond0)`. */
export const named = (registry: Registry, resource: Resource): string =>
  `${resource.kind} ${registry.of(resource).describe(resource.props)}`;

/** A finding on one line. */
export const renderFinding = ({ code, message, remedy, path, host }: Finding): string =>
  `${code} ${host}${path ? ` (${path})` : ''}: ${message}; ${remedy} [docs/checks/${code}.md]`;
