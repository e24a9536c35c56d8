import type { Finding } from '../../lib/plan/checks/check';
import type { Surveyed } from '../fleet/survey';
import { allChecks } from './check-list';
import { errorText } from './document';
import { pageOf } from './lines';

// Control characters are in no XML, however they are written.
const xml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');

const text = ({ message, remedy, path, code }: Finding): string =>
  `${path ? `${path}: ` : ''}${message}; ${remedy} [${pageOf(code)}]`;

/** One check of one host. JUnit knows no warnings: they are what a passing test printed. */
function testCase(host: string, code: string, title: string, findings: readonly Finding[]): string {
  const errors = findings.filter(finding => finding.severity === 'error');
  const warnings = findings.filter(finding => finding.severity === 'warning');
  const inner = [
    ...(errors.length > 0
      ? [
          `      <failure message="${xml(errors[0]!.message)}" type="${code}">${xml(errors.map(text).join('\n'))}</failure>`,
        ]
      : []),
    ...(warnings.length > 0 ? [`      <system-out>${xml(warnings.map(text).join('\n'))}</system-out>`] : []),
  ];
  const open = `    <testcase classname="${xml(host)}" name="${xml(`${code} ${title}`)}"`;
  return inner.length === 0 ? `${open}/>` : `${open}>\n${inner.join('\n')}\n    </testcase>`;
}

function suite({ member, findings, error, seconds }: Surveyed): string {
  const host = member.label;
  const read =
    error === undefined
      ? `    <testcase classname="${xml(host)}" name="read and planned"/>`
      : `    <testcase classname="${xml(host)}" name="read and planned">\n      <error message="${xml(errorText(error))}"/>\n    </testcase>`;
  const cases = allChecks.map(({ code, title }) =>
    testCase(
      host,
      code,
      title,
      findings.filter(finding => finding.code === code),
    ),
  );
  const failures = new Set(findings.filter(one => one.severity === 'error').map(one => one.code)).size;
  const counts = `tests="${cases.length + 1}" failures="${failures}" errors="${error === undefined ? 0 : 1}"`;
  return `  <testsuite name="${xml(host)}" ${counts} time="${seconds}">\n${[read, ...cases].join('\n')}\n  </testsuite>`;
}

/** A suite a host, a test case a check. */
export const junit = (surveyed: readonly Surveyed[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="trunkline">\n${surveyed.map(suite).join('\n')}\n</testsuites>\n`;
