import { type ManagementPath, pathAfter, pathNow, renderPath } from '../path';
import { handedBack } from '../plan';
import type { PlanCheck, PlanView } from './check';

const targetOf = ({ intent }: PlanView, now: ManagementPath): string =>
  intent.settings.managementAddress ?? now.address;

/** TL101: after the change the host has no address by which the controller could come back. */
export const managementPathCut: PlanCheck = {
  code: 'TL101',
  title: 'A change that cuts the management path',
  severity: 'error',
  run: view => {
    const { registry, plan, state } = view;
    const now = pathNow(state);
    if (!now || plan.changes.length === 0) return [];
    const target = targetOf(view, now);
    if (pathAfter(registry, plan, state, target) || handedBack(registry, plan).length > 0) return [];
    const message = `you came in by ${renderPath(now)}; after this change no link has ${target}`;
    const remedy = 'declare the address on a link, or say where the host will answer (managementAddress)';
    return [{ message, remedy }];
  },
};

/** TL102: the controller's own path is taken down for a moment, or goes over other links afterwards. */
export const managementPathMoves: PlanCheck = {
  code: 'TL102',
  title: 'A change that moves the management path',
  severity: 'warning',
  run: view => {
    const { registry, plan, state } = view;
    const now = pathNow(state);
    if (!now) return [];
    const after = pathAfter(registry, plan, state, targetOf(view, now));
    const back = handedBack(registry, plan);
    const remedy = 'nothing to do: the host takes it back unless it is confirmed over a new connection';
    if (!after && back.length > 0)
      return [
        {
          message: `the management path moves from ${renderPath(now)} to what another network manager sets up on ${back.join(', ')}`,
          remedy,
        },
      ];
    if (!after) return [];
    const { gone, down, closed } = plan.disturbed;
    const touched = now.links.filter(link => gone.has(link) || down.has(link) || closed.has(link));
    // The order of a bond's ports is the kernel's own affair.
    const moves = [...after.links].sort().join() !== [...now.links].sort().join();
    if (touched.length === 0 && !moves) return [];
    const message = moves
      ? `the management path moves from ${renderPath(now)} to ${renderPath(after)}`
      : `the management path ${renderPath(now)} is interrupted while ${touched.join(', ')} is set up anew`;
    return [{ message, remedy }];
  },
};
