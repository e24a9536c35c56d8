import type { Surveyed } from '../../bin/fleet/survey';
import { githubAnnotations } from '../../bin/output/annotations';
import { junit } from '../../bin/output/junit';
import { sarif } from '../../bin/output/sarif';
import type { Finding } from '../../lib/plan/checks/check';
import { BARE_HOST, resources, useProject } from './cli';

const project = useProject();

const finding = (more: Partial<Finding> = {}): Finding => ({
  code: 'TL112',
  severity: 'error',
  host: 'kvm01',
  message: 'a: 100%, <b>',
  remedy: 'do\nthis',
  path: 'fleet/kvm01/x',
  ...more,
});

const surveyed = (findings: readonly Finding[], error?: Error): Surveyed => ({
  member: {
    label: 'kvm01',
    ssh: { host: '192.0.2.1' },
    intent: { formatVersion: 1, host: 'kvm01', settings: {}, resources: [] },
  },
  seconds: 1,
  findings,
  ...(error && { error }),
});

test('an annotation escapes what GitHub would read', () => {
  expect(githubAnnotations([surveyed([finding()])])).toEqual([
    '::error title=TL112 kvm01::a: 100%25, <b>%0Ado%0Athis%0Aat fleet/kvm01/x, see docs/checks/TL112.md',
  ]);
});

test('ten of a kind are shown, the rest is counted', () => {
  const warnings = Array.from({ length: 322 }, () => finding({ severity: 'warning' }));
  const lines = githubAnnotations([surveyed([...warnings, finding()])]);
  expect(lines.filter(line => line.startsWith('::error '))).toHaveLength(1);
  expect(lines.filter(line => line.startsWith('::warning '))).toHaveLength(10);
  expect(lines.at(-1)).toBe('::notice title=warnings::and 312 more warnings; see the log');
});

test('a host that failed is an error too', () => {
  expect(githubAnnotations([surveyed([], new Error('gone'))])).toEqual(['::error title=kvm01::gone']);
});

test('JUnit has a suite a host and a case a check', () => {
  const text = junit([surveyed([finding(), finding({ code: 'TL101', severity: 'warning' })])]);
  expect(text).toMatch(/<testsuite name="kvm01" tests="\d+" failures="1" errors="0" time="1">/);
  expect(text).toContain('<failure message="a: 100%, &lt;b&gt;" type="TL112">');
  expect(text.match(/<system-out>/g)).toHaveLength(1);
  expect(junit([surveyed([], new Error('gone'))])).toContain('<error message="gone"/>');
});

test('SARIF knows every check, and the same finding by the same print', () => {
  const print = (findings: readonly Finding[]) => {
    const { runs } = JSON.parse(sarif([surveyed(findings)], '/'));
    return runs[0].results.map((one: { partialFingerprints: object }) => one.partialFingerprints);
  };
  expect(print([finding()])).toEqual(print([finding()]));
  expect(print([finding()])).not.toEqual(print([finding({ host: 'kvm02' })]));
});

test('a plan writes them, and a finding points at the line of its construct', async () => {
  project().host('kvm01', [resources.orphan]);
  const args = [
    'plan',
    '--state',
    BARE_HOST,
    '--annotations',
    'github',
    '--sarif',
    'a.sarif',
    '--junit',
    'a.xml',
  ];
  const { code, out, err } = await project().run(args);
  expect(code).toBe(3);
  expect(err).toMatch(/^::error title=TL\d{3} kvm01::/m);
  expect(out).not.toContain('::error');
  const { version, runs } = JSON.parse(project().read('a.sarif'));
  expect(version).toBe('2.1.0');
  const [{ tool, results }] = runs;
  const [result] = results;
  expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
  const { artifactLocation, region } = result.locations[0].physicalLocation;
  const line = project().read(artifactLocation.uri).split('\n')[region.startLine - 1];
  expect(line).toContain('"fleet/kvm01/orphan"');
  expect(project().read('a.xml')).toContain('<failure ');
});

test('a file that cannot be written is an error with its name', async () => {
  const args = ['plan', '--state', BARE_HOST, '--sarif', 'nowhere/a.sarif'];
  const { code, err } = await project().host('kvm01').run(args);
  expect(code).toBe(1);
  expect(err).toMatch(/cannot write '.*nowhere\/a\.sarif'/);
});
