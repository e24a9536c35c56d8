import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BARE_HOST, documentOf, useProject, usual } from './cli';

const project = useProject();
const offline = ['--state', BARE_HOST, '--quiet'];

test('without any file it says what to run', async () => {
  const { code, err } = await project().run(['plan']);
  expect(code).toBe(1);
  expect(err).toContain('run `cdktf synth` first');
});

test('an unknown host is answered with those that are there', async () => {
  const { code, err } = await project().host('kvm01').host('kvm02').run(['plan', 'kvm03']);
  expect(code).toBe(1);
  expect(err).toContain("cannot find host 'kvm03'");
  expect(err).toContain('there are fleet/kvm01, fleet/kvm02');
});

test('a host of two stacks is asked for by both names', async () => {
  project().host('kvm01', usual, 'east').host('kvm01', usual, 'west');
  const { err } = await project().run(['plan', 'kvm01']);
  expect(err).toContain("'kvm01' is in several stacks; write one of east/kvm01, west/kvm01");
  const { out } = await project().run(['plan', 'west/kvm01', ...offline]);
  expect(out).toMatch(/^kvm01 +changes/m);
  const { out: both } = await project().run([
    'plan',
    '--state',
    project().states('east/kvm01', 'west/kvm01'),
  ]);
  expect(both).toMatch(/^east\/kvm01 +changes/m);
  expect(both).toMatch(/^west\/kvm01 +changes/m);
});

test('a host by the path of its file, wherever it is', async () => {
  const { code } = await project()
    .write('elsewhere.json', documentOf('kvm01'))
    .run(['plan', 'elsewhere.json', ...offline]);
  expect(code).toBe(2);
});

test.each(['', 'cdktf.out', 'cdktf.out/stacks/fleet'])(
  '--dir may be the project and what is in it: %s',
  async dir => {
    const at = join(project().host('kvm01').folder, dir);
    mkdirSync(join(project().folder, 'empty'));
    const { code } = await project().run(['plan', '--dir', at, ...offline], {
      cwd: join(project().folder, 'empty'),
    });
    expect(code).toBe(2);
  },
);

test('the output folder that cdktf.json names', async () => {
  project()
    .write('cdktf.json', '{"output":"made"}')
    .write('made/stacks/fleet/hosts/kvm01.json', documentOf('kvm01'));
  const { code } = await project().run(['plan', ...offline]);
  expect(code).toBe(2);
});

test.each([
  ['not JSON', '{', 'it is not JSON'],
  [
    'another version',
    documentOf('kvm01').replace('"formatVersion": 1', '"formatVersion": 7'),
    "'formatVersion': must be 1",
  ],
  ['no host to reach', documentOf('kvm01', usual, {}), "'ssh host'"],
  ['an unknown kind', documentOf('kvm01', [{ kind: 'bnod', props: {} }]), "'intent kind': bnod"],
  [
    'a wrong property',
    documentOf('kvm01', [
      { kind: 'vlan', props: { name: 'a.1', link: 'a', vlanId: 9000 }, path: 'fleet/kvm01/v' },
    ]),
    "'intent fleet/kvm01/v vlanId'",
  ],
  ['a foreign file', '[]', 'it is not the file of a host'],
])('a malformed file is named with its field: %s', async (_, text, said) => {
  const file = 'cdktf.out/stacks/fleet/hosts/kvm01.json';
  const { code, err } = await project().write(file, text).run(['plan']);
  expect(code).toBe(1);
  expect(err).toContain(`cannot read '${file}'`);
  expect(err).toContain(said);
});

test('errors are JSON where JSON is asked for', async () => {
  const { code, out } = await project().run(['plan', '--json']);
  expect(JSON.parse(out)).toMatchObject({
    format_version: '1.0',
    exit_code: code,
    error: { name: 'ValidationError', code: 'no-hosts' },
  });
});
