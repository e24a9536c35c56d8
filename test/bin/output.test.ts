import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exitMeanings } from '../../bin/exit-codes';
import { stageText } from '../../bin/output/progress';
import { renderTable } from '../../bin/output/table';
import { BARE_HOST, type Circumstances, useProject } from './cli';

const project = useProject();
const ESCAPE = '\x1b[';
const plan = (more: Partial<Circumstances>, ...args: string[]) =>
  project()
    .host('kvm01')
    .run(['plan', '--state', BARE_HOST, ...args], more);

test('colours on a terminal', async () => {
  expect((await plan({ answer: '' })).out).toContain(`${ESCAPE}32m+ create bond`);
});

test.each<[string, Partial<Circumstances>, string[]]>([
  ['in a pipe', {}, []],
  ['with --no-color', { answer: '' }, ['--no-color']],
  ['with NO_COLOR', { answer: '', env: { NO_COLOR: '1' } }, []],
  ['with TRUNKLINE_NO_COLOR', { answer: '', env: { TRUNKLINE_NO_COLOR: '1' } }, []],
  ['on a dumb terminal', { answer: '', env: { TERM: 'dumb' } }, []],
])('no colours %s', async (_, more, args) => {
  const { out } = await plan(more, ...args);
  expect(out).toContain('+ create bond');
  expect(out).not.toContain(ESCAPE);
});

test('no progress on a dumb terminal or in a pipe', async () => {
  for (const more of [{}, { answer: '', env: { TERM: 'dumb' } }])
    expect((await plan(more)).err).toBe('next: trunkline apply\n');
});

test('flags come from the environment too, and 0 means no', async () => {
  expect(JSON.parse((await plan({ env: { TRUNKLINE_JSON: '1' } })).out).command).toBe('plan');
  expect((await plan({ env: { TRUNKLINE_JSON: '0' } })).out).toContain('seconds');
  expect((await plan({ env: { TRUNKLINE_QUIET: 'true' } })).err).toBe('');
  expect((await plan({ env: { TRUNKLINE_PARALLEL: 'many' } })).code).toBe(1);
});

test('the help has every exit code', async () => {
  const { code, out } = await project().run(['--help']);
  expect(code).toBe(0);
  for (const [number, meaning] of Object.entries(exitMeanings))
    expect(out).toContain(`${number}  ${meaning}`);
});

test('an unknown command or flag is an error with a suggestion', async () => {
  const { code, err } = await project().run(['aply']);
  expect(code).toBe(1);
  expect(err).toContain('Did you mean apply?');
  const { out } = await project().run(['plan', '--jsn', '--json']);
  expect(JSON.parse(out)).toMatchObject({ exit_code: 1, error: { name: 'ValidationError' } });
});

test('what a host is doing, in words', () => {
  expect(stageText({ stage: 'applying', done: 2, of: 9, what: '+ create bond bond0' })).toBe(
    'applying, 2 of 9 changes done: + create bond bond0',
  );
  expect(stageText({ stage: 'reconnecting', secondsLeft: 40 }, 12)).toBe(
    'connecting anew; unless confirmed the host goes back by itself in 28 s',
  );
  expect(stageText({ stage: 'reconnecting', secondsLeft: 4 }, 12)).toContain('is going back by itself');
  expect(stageText({ stage: 'verifying' })).toBe('applied, verifying over a new connection');
  expect(stageText({ stage: 'reverting', why: 'a probe failed' })).toBe('taking it back: a probe failed');
});

test('columns line up', () => {
  const text = renderTable([
    ['host', 'state'],
    ['kvm0001', 'no changes'],
  ]);
  expect(text).toBe('host     state\nkvm0001  no changes');
});

test('the process itself', async () => {
  const entry = join(__dirname, '..', '..', 'bin', 'trunkline.ts');
  const run = promisify(execFile);
  const start = (...args: string[]) =>
    run(process.execPath, ['--import', 'tsx', entry, ...args], { cwd: join(__dirname, '..', '..') });
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
  expect((await start('--version')).stdout).toBe(`${version}\n`);
  await expect(start('plan', '--dir', project().folder)).rejects.toMatchObject({ code: 1 });
}, 30_000);
