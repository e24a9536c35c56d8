import { fleetChecks, intentChecks, planChecks } from '../../lib/plan/checks';
import type { Severity } from '../../lib/plan/checks/check';

export interface CheckInfo {
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
}

/** Every check of this build, by code. */
export const allChecks: readonly CheckInfo[] = [...intentChecks, ...planChecks, ...fleetChecks]
  .map(({ code, title, severity }) => ({ code, title, severity }))
  .sort((a, b) => a.code.localeCompare(b.code));
