import { TrunklineError } from '../lib/errors';
import type { Finding } from '../lib/plan/checks/check';
import type { Diagnostic } from './protocol';

/** What a check found, with the construct that is at fault. */
export const diagnosticOf = (finding: Finding): Diagnostic => ({
  severity: finding.severity,
  summary: `${finding.code}: ${finding.message}`,
  detail: [
    finding.path ? `Construct: ${finding.path}` : undefined,
    `Host: ${finding.host}`,
    `Remedy: ${finding.remedy}`,
    `About this check: docs/checks/${finding.code}.md`,
  ]
    .filter(line => line !== undefined)
    .join('\n'),
  path: ['intent'],
});

/** An error in Terraform's manner: what failed in one line, then how to go on. */
export function errorDiagnostic(error: unknown, severity: Diagnostic['severity'] = 'error'): Diagnostic {
  if (!(error instanceof TrunklineError))
    return { severity, summary: error instanceof Error ? error.message : String(error) };
  const { doing, host, resource, field, remedy, found } = error;
  const detail = [
    resource && `Construct: ${resource}`,
    field && `Field: ${field}`,
    found && `Found: ${found}`,
    remedy && `Remedy: ${remedy}`,
  ].filter(Boolean);
  return {
    severity,
    summary: `Cannot ${doing}${host ? (/ (to|of|from)$/.test(doing) ? ` host ${host}` : ` (host ${host})`) : ''}`,
    detail: detail.join('\n'),
  };
}
