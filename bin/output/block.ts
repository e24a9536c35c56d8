import { visible } from '../../lib/errors';
import type { Surveyed } from '../fleet/survey';
import { errorText } from './document';
import { changeLines, findingLines, summaryLine, unchangedLines } from './lines';
import type { Paint } from './output';

export interface BlockOptions {
  /** Adds what is as it should be. */
  readonly full?: boolean;
}

const indent = (lines: readonly string[]): string[] => lines.map(line => `  ${line}`);

/** `kvm01  192.0.2.11  revision 3`. */
function header({ member, prepared }: Surveyed, paint: Paint): string {
  const { label, ssh } = member;
  const revision = prepared?.state.record?.revision;
  const facts = [
    ...(ssh.host === label ? [] : [ssh.host]),
    ...(prepared ? [revision === undefined ? 'never changed by Trunkline' : `revision ${revision}`] : []),
  ];
  return [paint.bold(label), ...facts.map(fact => paint.dim(fact))].join('  ');
}

/** All that is to be said of one host before it is changed: never mixed with another's. */
export function planBlock(surveyed: Surveyed, paint: Paint, { full }: BlockOptions = {}): string {
  const { prepared, findings, error } = surveyed;
  if (prepared?.settled && findings.length === 0 && !full && !prepared.state.pending)
    return `${header(surveyed, paint)}  no changes\n`;
  const pending = prepared?.state.pending;
  const open = `a transaction of ${pending?.holder} is neither confirmed nor taken back yet: wait until it is, or \`trunkline revert ${surveyed.member.label}\``;
  return [
    header(surveyed, paint),
    ...(error === undefined ? [] : indent([paint.red(errorText(error))])),
    ...(pending ? indent([paint.yellow(visible(open, 1000))]) : []),
    ...(prepared
      ? indent([
          ...changeLines(prepared, paint),
          ...(full ? unchangedLines(prepared) : []),
          summaryLine(prepared),
        ])
      : []),
    ...findings.flatMap(finding => indent(findingLines(finding, paint))),
    '',
  ].join('\n');
}
