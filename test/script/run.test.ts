import { kinds } from '../../constructs/kinds';
import { plan } from '../../lib/plan/plan';
import { renderScript } from '../../lib/script/render';
import { deployScript, fullScript } from '../../lib/script/scripts';
import type { Step } from '../../lib/script/step';
import { stateOf } from '../laws/encode';
import { intentOf, resource } from '../laws/scenes';
import { batchLines, type Ran, Sandbox, SHELLS } from './sandbox';

const sandboxes: Sandbox[] = [];
afterAll(() => {
  for (const sandbox of sandboxes) sandbox.remove();
});

function sandbox(files: readonly string[] = []): Sandbox {
  const made = new Sandbox(files);
  sandboxes.push(made);
  return made;
}

const guarded = (steps: Step[], files: readonly string[], shell?: readonly string[]): Ran =>
  sandbox(files).run(renderScript([{ title: 'x', steps }], 'guarded').text, shell);

describe.each(SHELLS.map(shell => [shell.join(' '), shell] as const))('%s', (_name, shell) => {
  test('a guard lets a line into the batch, or keeps it out', () => {
    const steps: Step[] = [
      { tool: 'ip', args: ['one'], when: [{ test: 'missing', path: '/sys/class/net/br0' }] },
      { tool: 'ip', args: ['two'], when: [{ test: 'exists', path: '/sys/class/net/br0' }] },
      { tool: 'ip', args: ['three'] },
    ];
    const { calls, status } = guarded(steps, ['/sys/class/net/br0'], shell);
    expect(calls.map(call => [call.tool, ...call.argv])).toEqual([['ip', '-force', '-batch', '-']]);
    expect(batchLines(calls[0]!.stdin)).toEqual([['two'], ['three']]);
    expect(status).toBe(0);
  });

  test('a batch whose last guard says no has not failed', () => {
    const steps: Step[] = [
      { tool: 'ip', args: ['one'], when: [{ test: 'exists', path: '/sys/class/net/br9' }] },
    ];
    const { calls, status } = guarded(steps, [], shell);
    expect(calls.flatMap(call => batchLines(call.stdin))).toEqual([]);
    expect(status).toBe(0);
  });

  test('what is gone already is no failure, anything else is', () => {
    const away: Step = { tool: 'ip', args: ['route', 'delete', '::/0'], lenient: true };
    const other: Step = { tool: 'ip', args: ['link', 'set', 'dev', 'eno1', 'up'] };
    for (const [steps, status] of [
      [[away], 0],
      [[away, other], 1],
    ] as const) {
      const own = sandbox();
      own.fail('ip');
      const ran = own.run(renderScript([{ title: 'x', steps }], 'guarded').text, shell);
      expect(ran.status).toBe(status);
      expect(ran.calls).toHaveLength(steps.length);
    }
  });

  test('only the links that are there are deleted, all by one group', () => {
    const steps: Step[] = ['br0', 'br1', 'br2'].map(link => ({ tool: 'delete-link', link }));
    const { calls } = guarded(steps, ['/sys/class/net/br0', '/sys/class/net/br2'], shell);
    expect(calls[0]!.stdin).toBe('link set dev br0 group 1414680139\nlink set dev br2 group 1414680139\n');
    expect(calls[1]!.argv).toEqual(['link', 'delete', 'group', '1414680139']);
    expect(guarded(steps, [], shell).calls).toEqual([]);
  });

  test('files are written whole and taken away, values are written', () => {
    const own = sandbox(['/etc/old', '/proc/sys/net/x']);
    const steps: Step[] = [
      { tool: 'file', path: '/etc/new/file', content: "a 'b' $c\n" },
      { tool: 'file', path: '/etc/old', content: null },
      { tool: 'write', path: '/proc/sys/net/x', value: "1 '2'" },
      { tool: 'run', args: ['systemctl', 'restart', 'a b'] },
    ];
    const ran = own.run(renderScript([{ title: 'x', steps }], 'deploy').text, shell);
    expect(ran.file('/etc/new/file')).toBe("a 'b' $c\n");
    expect(ran.file('/etc/old')).toBeUndefined();
    expect(ran.file('/proc/sys/net/x')).toBe("1 '2'\n");
    expect(ran.calls).toEqual([{ tool: 'systemctl', argv: ['restart', 'a b'], stdin: '' }]);
  });

  test('resolv.conf is left to systemd-resolved where that runs', () => {
    const dns = intentOf([resource('dns', { servers: ['9.9.9.9'], search: ['example.net'] })]);
    const { text } = deployScript(kinds, plan(kinds, dns, stateOf([])));
    const plain = sandbox().run(text, shell);
    expect(plain.file('/etc/resolv.conf')).toBe('search example.net\nnameserver 9.9.9.9\n');
    expect(plain.calls).toEqual([]);
    const resolved = sandbox(['/run/systemd/resolve/stub-resolv.conf']).run(text, shell);
    expect(resolved.file('/etc/resolv.conf')).toBeUndefined();
    expect(resolved.file('/etc/systemd/resolved.conf.d/90-trunkline.conf')).toBe(
      '[Resolve]\nDNS=9.9.9.9\nDomains=example.net\n',
    );
    expect(resolved.calls.map(call => call.argv)).toEqual([['try-reload-or-restart', 'systemd-resolved']]);
  });

  test('the journal tells how far a script came, and a failure ends a deploy', () => {
    const own = sandbox();
    const steps: Step[] = [
      { tool: 'run', args: ['systemctl', 'one'] },
      { tool: 'run', args: ['cat', '/nowhere'] },
      { tool: 'run', args: ['systemctl', 'three'] },
    ];
    const { text } = renderScript([{ title: 'x', steps }], 'deploy');
    const ran = own.run(text, shell, { TRUNKLINE_JOURNAL: `${own.root}/journal` });
    expect(ran.status).toBe(1);
    expect(ran.file('/journal')).toBe('1\n');
    expect(ran.calls).toHaveLength(1);
    const on = own.run(renderScript([{ title: 'x', steps }], 'guarded').text, shell);
    expect(on.status).toBe(1);
    expect(on.calls).toHaveLength(2);
  });
});

test('the full script makes a VLAN and its bridge where they are missing, and leaves them where they are not', () => {
  const intent = intentOf([
    resource('bridge', { name: 'br5', ports: ['v5'] }),
    resource('vlan', { name: 'v5', link: 'eno1', vlanId: 5 }),
  ]);
  const { text } = fullScript(kinds, intent);
  const nic = '/sys/class/net/eno1';
  const added = (files: string[]) =>
    sandbox(files)
      .run(text)
      .calls.flatMap(call => batchLines(call.stdin))
      .filter(words => words[1] === 'add');
  expect(added([nic])).toHaveLength(2);
  expect(added([nic, '/sys/class/net/v5', '/sys/class/net/br5'])).toEqual([]);
});
