import type { Surveyed } from '../fleet/survey';
import { errorText } from './document';
import { pageOf } from './lines';

/** GitHub shows ten of a kind for each step and drops the rest without a word. */
const SHOWN = 10;

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const line = (level: string, title: string, text: string): string =>
  `::${level} title=${escapeProperty(title)}::${escapeData(text)}`;

function cut(level: 'error' | 'warning', lines: readonly string[]): string[] {
  const more = lines.length - SHOWN;
  const rest = line('notice', `${level}s`, `and ${more} more ${level}s; see the log`);
  return more > 0 ? [...lines.slice(0, SHOWN), rest] : [...lines];
}

/** Workflow commands: the first ten errors, the first ten warnings, and how many more there are. */
export function githubAnnotations(surveyed: readonly Surveyed[]): string[] {
  const findings = surveyed.flatMap(one => one.findings);
  const told = (severity: 'error' | 'warning') =>
    findings
      .filter(finding => finding.severity === severity)
      .map(({ code, host, path, message, remedy }) =>
        line(
          severity,
          `${code} ${host}`,
          `${message}\n${remedy}\n${path ? `at ${path}, ` : ''}see ${pageOf(code)}`,
        ),
      );
  const failed = surveyed
    .filter(({ error }) => error !== undefined)
    .map(({ member, error }) => line('error', member.label, errorText(error)));
  return [...cut('error', [...failed, ...told('error')]), ...cut('warning', told('warning'))];
}
