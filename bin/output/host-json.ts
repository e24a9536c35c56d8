import { kinds } from '../../constructs/kinds';
import type { Prepared } from '../../lib/apply/prepare';
import { describe } from '../../lib/plan/describe';
import type { Surveyed } from '../fleet/survey';
import { errorJson } from './document';
import { pageOf, summaryLine, unchangedLines } from './lines';

const changesJson = ({ plan }: Prepared): unknown[] =>
  plan.changes.map(change => ({ ...change, text: describe(kinds, change) }));

/** What the block of a host says, as JSON. */
export function hostJson(surveyed: Surveyed, status: string, full = false): Record<string, unknown> {
  const { member, prepared, findings, error, seconds } = surveyed;
  return {
    host: member.label,
    address: member.ssh.host,
    file: member.file,
    status,
    seconds,
    ...(prepared && {
      revision: prepared.state.record?.revision ?? 0,
      pending: prepared.state.pending,
      summary: summaryLine(prepared),
      changes: changesJson(prepared),
      ...(full && { unchanged: unchangedLines(prepared).map(line => line.trim()) }),
    }),
    findings: findings.map(finding => ({ ...finding, page: pageOf(finding.code) })),
    ...(error !== undefined && { error: errorJson(error) }),
  };
}
