import { BARE_HOST, resources, useProject } from './cli';

const project = useProject();

test('a plan shows the changes of a host, a table, and the next command', async () => {
  const { code, out, err } = await project().host('kvm01').run(['plan', '--state', BARE_HOST]);
  expect(code).toBe(2);
  expect(out).toContain('kvm01  127.0.0.1  never changed by Trunkline\n');
  expect(out).toContain('  + create bond bond0 (802.3ad over enp2s0, enp3s0)\n');
  expect(out).toMatch(/^host +state +changes +seconds\nkvm01 +changes +2 +0\.\d$/m);
  expect(err).toBe('next: trunkline apply\n');
});

test('quiet drops the hint only', async () => {
  const { out, err } = await project().host('kvm01').run(['plan', '--quiet', '--state', BARE_HOST]);
  expect(err).toBe('');
  expect(out).toContain('create bond');
});

test('full adds what is as it should be', async () => {
  const { out } = await project().host('kvm01').run(['plan', '--full', '--state', BARE_HOST]);
  expect(out).toContain('    link enp2s0\n');
});

test('nothing to do is exit code 0 and one line a host', async () => {
  const { code, out } = await project().host('kvm01', []).run(['plan', '--state', BARE_HOST]);
  expect(code).toBe(0);
  expect(out).toContain('kvm01  127.0.0.1  never changed by Trunkline  no changes\n');
});

test('a finding that forbids is exit code 3, with code, path, remedy and page', async () => {
  const { code, out } = await project().host('kvm01', [resources.orphan]).run(['plan', '--state', BARE_HOST]);
  expect(code).toBe(3);
  expect(out).toMatch(/error TL\d{3} .*bond9/);
  expect(out).toContain('    at:  fleet/kvm01/orphan\n');
  expect(out).toMatch(/ {4}do: {2}\S/);
  expect(out).toMatch(/ {4}see: docs\/checks\/TL\d{3}\.md/);
});

test('the script alone', async () => {
  const { code, out } = await project().host('kvm01').run(['plan', '--script', '--state', BARE_HOST]);
  expect(code).toBe(2);
  expect(out.startsWith('#!/bin/sh\n')).toBe(true);
  expect(out).toContain('bond0');
  expect(out).not.toContain('seconds');
});

test('hosts are in blocks of their own, in their order', async () => {
  const states = project().host('kvm02').host('kvm01').states('kvm01', 'kvm02');
  const { out } = await project().run(['plan', '--state', states]);
  expect(out.match(/^kvm0\d {2}\d/gm)).toEqual(['kvm01  1', 'kvm02  1']);
});

test('one host by its name', async () => {
  const states = project().host('kvm02').host('kvm01').states('kvm01', 'kvm02');
  const { out, err } = await project().run(['plan', 'kvm02', '--state', states]);
  expect(out).not.toContain('kvm01');
  expect(err).toBe('next: trunkline apply kvm02\n');
});

test('a host without a state in the file fails by itself', async () => {
  const states = project().host('kvm01').host('kvm02').states('kvm01', 'kvm09');
  const { code, out } = await project().run(['plan', '--state', states]);
  expect(code).toBe(1);
  expect(out).toContain("there is no state of 'kvm02' in it; there are kvm01, kvm09");
  expect(out).toMatch(/^kvm01 +changes/m);
});

test.each([
  ['not json', 'it is not JSON'],
  ['{}', "it has no list 'hosts'"],
  ['{"hosts":[{"host":"a","state":{"formatVersion":9}}]}', 'is not of format 3'],
])('a state file that is none: %s', async (text, said) => {
  const { code, err } = await project()
    .host('kvm01')
    .write('s.json', text)
    .run(['plan', '--state', 's.json']);
  expect(code).toBe(1);
  expect(err).toContain("cannot read the state file 's.json'");
  expect(err).toContain(said);
});

test('the same as JSON, summary first', async () => {
  const { code, out } = await project().host('kvm01').run(['plan', '--json', '--full', '--state', BARE_HOST]);
  const document = JSON.parse(out);
  expect(Object.keys(document).slice(0, 2)).toEqual(['format_version', 'summary']);
  expect(document).toMatchObject({
    format_version: '1.0',
    summary: { hosts: 1, changes: 2, states: { changes: 1 }, changes_pending: true },
    command: 'plan',
    exit_code: code,
    hosts: [
      {
        host: 'kvm01',
        file: 'cdktf.out/stacks/fleet/hosts/kvm01.json',
        status: 'changes',
        revision: 0,
        changes: [{ action: 'create', kind: 'bond', path: 'fleet/kvm01/bond0' }, { action: 'create' }],
        unchanged: ['link enp2s0', 'link enp3s0'],
        findings: [],
      },
    ],
  });
});
