import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kinds } from '../../constructs/kinds';
import { ValidationError } from '../../lib/errors';
import { plan } from '../../lib/plan/plan';
import { renderScript } from '../../lib/script/render';
import { deployScript, revertScript } from '../../lib/script/scripts';
import { linksProbe } from '../../lib/state/links.probe';
import { stateOf } from '../laws/encode';
import { Kernel } from '../laws/kernel';
import { intentOf, recordOf, resource } from '../laws/scenes';
import { Sandbox } from '../script/sandbox';

const nic = resource('link', { name: 'eno1', up: true, mtu: 1500 });

describe('names that the kernel takes and a batch cannot carry', () => {
  const bond = (mode: string) => intentOf([resource('bond', { name: 'bond0', mode, ports: ['eno1'] })]);
  // dev_valid_name refuses `/`, `:` and white space only.
  test.each([';id;', '$(id)', '`id`', "a'b", 'a"b', '#', 'a#b', 'a\\'])(
    '%s as a foreign port is refused',
    name => {
      const host = new Kernel([nic, { kind: 'link', props: { name, up: true, mtu: 1500 } }]).resources;
      const bonded = [
        ...host,
        resource('bond', { name: 'bond0', mode: 'balance-rr', ports: ['eno1', name], up: true }),
      ];
      const state = stateOf(bonded, recordOf(bond('balance-rr')));
      const made = plan(kinds, bond('active-backup'), state);
      expect(() => deployScript(kinds, made)).toThrow('cannot be written in an ip batch');
      // Left alone, it does no harm.
      expect(plan(kinds, bond('balance-rr'), state).changes).toEqual([]);
    },
  );

  test('no link is deleted by a name with a second line', () => {
    const steps = [{ tool: 'delete-link' as const, link: 'br0\nlink delete eno1' }];
    expect(() => renderScript([{ title: '', steps }], 'guarded')).toThrow('cannot be written in an ip batch');
  });

  test('a title is one line of comment', () => {
    const title = 'a\ntouch canary\r\u2028\u0085touch canary';
    const sandbox = new Sandbox();
    const { text } = renderScript([{ title, steps: [{ tool: 'ip', args: ['a'] }] }], 'deploy');
    expect(sandbox.run(text).canary).toBe(false);
    sandbox.remove();
  });
});

test('H19: links without a name, an index or an MTU, and what is no JSON list, are not half read', () => {
  for (const text of [
    '{',
    'null',
    '1',
    '["a"]',
    '[{"ifname":"a"}]',
    '[{"ifname":1,"ifindex":1,"mtu":1}]',
    '[[]',
  ])
    expect(() => linksProbe.parse(text)).toThrow();
  expect(() => linksProbe.parse('['.repeat(1_000_000))).toThrow();
});

test('H19: a link named __proto__ is a link', () => {
  const text = '[{"ifindex":1,"ifname":"__proto__","mtu":1500,"flags":["UP"],"__proto__":{"x":1}}]';
  expect(linksProbe.parse(text)[0]).toMatchObject({ ifname: '__proto__' });
  expect(({} as { x?: unknown }).x).toBeUndefined();
});

test('H28: a hundred thousand VLANs are planned, and their scripts rendered', () => {
  const vlans = Array.from({ length: 100_000 }, (_, index) => ({
    kind: 'vlan',
    props: { name: `v${index}`, link: `eno${index % 25}`, vlanId: Math.floor(index / 25) + 1 },
  }));
  const made = plan(kinds, intentOf(vlans), stateOf([]));
  expect(made.changes).toHaveLength(100_000);
  expect(deployScript(kinds, made).groups).toHaveLength(1);
  expect(revertScript(kinds, made).groups).toHaveLength(1);
}, 60_000);

test('H28: ten megabytes are refused, or carried along', () => {
  const long = 'a'.repeat(10_000_000);
  const setting = { kind: 'sysctl', props: { key: 'net.core.x', value: long, dropIn: null } };
  expect(() => intentOf([setting])).toThrow(ValidationError);
  expect(() => intentOf([{ kind: 'bridge', props: { name: long } }])).toThrow(/^.{1,5000}$/);
  const told = intentOf([{ kind: 'bridge', props: { name: 'br0' }, path: long }]);
  expect(deployScript(kinds, plan(kinds, told, stateOf([]))).text.length).toBeLessThan(5000);
});

test("H30: a host's environment changes nothing", () => {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-'));
  try {
    const trap = join(folder, 'trap');
    writeFileSync(trap, 'echo trapped\n');
    for (const tool of ['ip', 'cat', 'printf', 'rm', 'sync'])
      writeFileSync(join(folder, tool), '#!/bin/sh\necho trapped\n', { mode: 0o755 });
    const env = {
      ...{
        PATH: '.',
        IFS: '/',
        CDPATH: folder,
        ENV: trap,
        BASH_ENV: trap,
        LC_ALL: 'tr_TR.UTF-8',
        LANG: 'tr_TR',
      },
      failed: '1',
    };
    const { text } = renderScript([], 'guarded');
    const asked = `${text.replace(/^exit .*$/m, '')}
set -- $(echo a/b)
echo "$PATH $LC_ALL $# $failed [\${CDPATH-}]"; command -v rm; exit $failed\n`;
    const { stdout, status } = spawnSync('/bin/sh', ['-s'], {
      cwd: folder,
      env,
      input: asked,
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^\/usr\/sbin:\/usr\/bin:\/sbin:\/bin C 1 0 \[\]\n\/\S*bin\/rm\n$/);
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
