import { createHash } from 'node:crypto';
import type { Finding } from '../../lib/plan/checks/check';
import type { Member } from '../fleet/member';
import type { Surveyed } from '../fleet/survey';
import { version } from '../version';
import { allChecks } from './check-list';
import { pageOf } from './lines';
import { linesBelow, originOf } from './origin';

/** GitHub shows as many results of a run. */
const SHOWN = 5000;

const rules = () =>
  allChecks.map(({ code, title, severity }) => ({
    id: code,
    shortDescription: { text: title },
    help: { text: `See ${pageOf(code)}` },
    defaultConfiguration: { level: severity },
  }));

/** The same finding has the same print in every run. */
const fingerprint = ({ code, host, path, message }: Finding): string =>
  createHash('sha256')
    .update(JSON.stringify([code, host, path, message]))
    .digest('hex');

function result(finding: Finding, member: Member, linesOf: ReturnType<typeof linesBelow>) {
  const { code, severity, message, remedy, path, host } = finding;
  const origin = originOf(finding, member, linesOf);
  return {
    ruleId: code,
    ruleIndex: allChecks.findIndex(check => check.code === code),
    level: severity,
    message: { text: `${host}: ${message}; ${remedy}` },
    locations: [
      {
        ...(origin && {
          physicalLocation: {
            artifactLocation: { uri: origin.file },
            region: { startLine: origin.line },
          },
        }),
        logicalLocations: [{ fullyQualifiedName: path ?? host, kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'trunkline/v1': fingerprint(finding) },
  };
}

/** Findings as SARIF 2.1.0, errors first. */
export function sarif(surveyed: readonly Surveyed[], cwd: string): string {
  const linesOf = linesBelow(cwd);
  const results = surveyed
    .flatMap(({ member, findings }) => findings.map(finding => ({ finding, member })))
    .sort((a, b) => a.finding.severity.localeCompare(b.finding.severity))
    .slice(0, SHOWN)
    .map(({ finding, member }) => result(finding, member, linesOf));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'Trunkline', version: version(), rules: rules() } }, results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
