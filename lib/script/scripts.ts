import type { Intent } from '../intent/intent';
import type { Registry, Resource } from '../kind';
import type { Change } from '../plan/change';
import { describe } from '../plan/describe';
import { fromNothing } from '../plan/from-nothing';
import { order } from '../plan/order';
import { goalOf, type Plan, startOf } from '../plan/plan';
import { revert } from '../plan/revert';
import type { Mode, Passage } from './line';
import { renderScript, type Script } from './render';
import { stepsOf } from './steps';

/** The changes in their order, each with its steps. */
export const passages = (
  registry: Registry,
  changes: readonly Change[],
  standing: readonly Resource[] = [],
): Passage[] =>
  order(registry, changes, standing).map(operation => ({
    title: describe(registry, operation.change),
    steps: stepsOf(registry, operation),
  }));

const script = (
  registry: Registry,
  changes: readonly Change[],
  mode: Mode,
  standing?: readonly Resource[],
): Script => renderScript(passages(registry, changes, standing), mode);

const uppersOf = (plan: Plan): Resource[] => plan.uppers.map(({ resource }) => resource);

/** From what was observed to what is wanted. */
export const deployScript = (registry: Registry, plan: Plan): Script =>
  script(registry, plan.changes, 'deploy', [...goalOf(plan), ...uppersOf(plan)]);

/** Back to what was observed, from any point that the deploy script may have reached. */
export const revertScript = (registry: Registry, plan: Plan): Script =>
  script(registry, revert(registry, plan), 'guarded', [...startOf(plan), ...uppersOf(plan)]);

/** After a reboot only what outlives one is left to take back. */
export const rebootRevertScript = (registry: Registry, plan: Plan): Script =>
  script(
    registry,
    revert(registry, plan).filter(change => registry.of(change).survivesReboot),
    'guarded',
    [...startOf(plan), ...uppersOf(plan)],
  );

/** Everything from nothing, each step guarded: what a reviewer reads, what boots, what a person can run by hand. */
export const fullScript = (registry: Registry, intent: Intent): Script =>
  script(registry, fromNothing(registry, intent), 'guarded');
