import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that `make test` asks, in the order in which a failure is cheapest to find. */
const root = join(__dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);
const folders = ['main.ts', 'stacks', 'constructs', 'lib', 'provider', 'bin', 'lab', 'bench', 'demo'];

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A tool that passes or fails as a whole. */
function tool(name: string, command: string, args: readonly string[]): Count {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  const ok = status === 0;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}`);
  if (!ok) console.log(`${stdout}${stderr}`);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** Jest's own output is shown; its report is counted. */
function jest(name: string, args: readonly string[]): Count {
  const reports = join(root, '.cache');
  mkdirSync(reports, { recursive: true });
  const outputFile = join(reports, `${name}.json`);
  const all = ['--json', `--outputFile=${outputFile}`, '--reporters=default', ...args];
  const { status } = spawnSync(bin('jest'), all, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const report = JSON.parse(readFileSync(outputFile, 'utf8')) as JestReport;
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: report.numPendingTests,
  };
}

/** Labs side by side: each waits for deadlines and reboots half of its time. */
const LABS = 2;

const counts = [
  tool('types', bin('tsc'), ['--noEmit']),
  tool('lint', bin('biome'), ['check', '--error-on-warnings']),
  tool('import rules', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', ...folders]),
  jest('unit', ['--testPathIgnorePatterns', 'test/lab']),
  jest('lab', [`--maxWorkers=${LABS}`, 'test/lab']),
];
for (let worker = 1; worker <= LABS; worker++)
  spawnSync(bin('tsx'), ['lab/cli.ts', 'down'], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, TRUNKLINE_LAB: `test${worker}` },
  });

const sum = (pick: keyof Count): number => counts.reduce((total, count) => total + count[pick], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
