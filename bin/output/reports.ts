import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Option } from 'commander';
import { ValidationError } from '../../lib/errors';
import { flag } from '../flags';
import type { Surveyed } from '../fleet/survey';
import type { World } from '../world';
import { githubAnnotations } from './annotations';
import { junit } from './junit';
import type { Output } from './output';
import { sarif } from './sarif';

export interface ReportFlags {
  readonly annotations?: 'github';
  readonly sarif?: string;
  readonly junit?: string;
}

export const reportFlags = (): Option[] => [
  flag('--annotations <for>', 'findings as annotations of a CI system').choices(['github']),
  flag('--sarif <file>', 'findings as SARIF 2.1.0'),
  flag('--junit <file>', 'checks as JUnit XML'),
];

/** Writes a file that a person named. */
export function writeText(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new ValidationError({
      doing: 'write',
      resource: `'${path}'`,
      found: (cause as Error).message,
      cause,
    });
  }
}

/** Findings in the shapes that CI systems read. */
export function writeReports(
  { flags, world, output }: { flags: ReportFlags; world: World; output: Output },
  surveyed: readonly Surveyed[],
): void {
  if (flags.annotations) for (const line of githubAnnotations(surveyed)) output.talk(line);
  if (flags.sarif) writeText(resolve(world.cwd, flags.sarif), sarif(surveyed, world.cwd));
  if (flags.junit) writeText(resolve(world.cwd, flags.junit), junit(surveyed));
}
