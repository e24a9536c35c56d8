import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { leaseDns } from '../../constructs/dhcp-client/lease-dns.sh';
import { PUT_FILE } from '../../lib/script/render';

const NETWORK_MANAGER = '/run/NetworkManager/conf.d/90-trunkline-dhcp.conf';
const WRITTEN = '# mine\noptions timeout:1\nnameserver 192.0.2.1\nsearch example.org\n';

let root: string;

const at = (path: string): string => join(root, path);
const text = (path: string): string | undefined =>
  existsSync(at(path)) ? readFileSync(at(path), 'utf8') : undefined;
function put(path: string, content = ''): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
}
/** Tools that write down what they are told, and say what a host would. */
function tool(name: string, says = ''): void {
  mkdirSync(at('/bin'), { recursive: true });
  rmSync(at(`/bin/${name}`), { force: true });
  writeFileSync(
    at(`/bin/${name}`),
    `#!/bin/sh\nfor word in ${name} "$@"; do printf '[%s]' "$word"; done >>${at('/log')}\necho >>${at('/log')}\n${says}\n`,
    { mode: 0o755 },
  );
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trunkline-'));
  put('/etc/resolv.conf', WRITTEN);
  put('/sys/class/net/eth0/ifindex');
  tool('systemctl', 'exit 1');
  tool('resolvectl');
  tool('resolvconf', `[ "$1" != -a ] || cat >>${at('/log')}`);
  tool('nmcli', 'case "$*" in *show) echo "192.0.2.1 | 192.0.2.2"; echo; echo fd00::1 ;; esac');
  tool('sync');
});
afterEach(() => rmSync(root, { recursive: true }));

/** One word of a lease's client after the other; what the tools were told since. */
function lease(
  ...told: (readonly [link: string, family: 4 | 6, servers?: string, domains?: string])[]
): string {
  rmSync(at('/log'), { force: true });
  const calls = told.map(
    ([link, family, servers = '', domains = '']) => `lease_dns ${link} ${family} '${servers}' '${domains}'`,
  );
  const program = `${PUT_FILE}${leaseDns.text}\n${calls.join('\n')}\n`.replace(
    /(?<![\w.])\/(sys|etc|run|var)\//g,
    `${root}/$1/`,
  );
  const { status, stderr } = spawnSync('sh', ['-c', program], {
    encoding: 'utf8',
    env: { PATH: `${root}/bin:${process.env.PATH}` },
  });
  expect([status, stderr]).toEqual([0, '']);
  const log = text('/log') ?? '';
  return log
    .split('\n')
    .filter(line => !/^\[(sync|systemctl)\]/.test(line))
    .join('\n');
}

describe('nobody keeps resolv.conf', () => {
  test('leases of two links and two families stand in it together, and what was there comes back', () => {
    lease(['eth0', 4, '10.0.0.1 10.0.0.2', 'example.net'], ['eth0', 6, 'fd00::1', 'example.net corp']);
    lease(['eth1', 4, '10.0.0.2 10.1.0.1']);
    expect(text('/etc/resolv.conf')).toBe(
      '# mine\noptions timeout:1\nsearch example.net corp\nnameserver 10.0.0.1\nnameserver 10.0.0.2\nnameserver fd00::1\nnameserver 10.1.0.1\n',
    );
    lease(['eth0', 4], ['eth0', 6]);
    expect(text('/etc/resolv.conf')).toBe(
      '# mine\noptions timeout:1\nnameserver 10.0.0.2\nnameserver 10.1.0.1\n',
    );
    lease(['eth1', 4]);
    expect(text('/etc/resolv.conf')).toBe(WRITTEN);
    expect(text('/var/lib/trunkline/dhcp/resolv.conf')).toBeUndefined();
    expect(text('/var/lib/trunkline/dhcp/resolv.conf.told')).toBeUndefined();
  });

  test('a server that is replaced is asked no more', () => {
    lease(['eth0', 4, '10.0.0.1'], ['eth0', 4, '10.0.0.3']);
    expect(text('/etc/resolv.conf')).toBe('# mine\noptions timeout:1\nnameserver 10.0.0.3\n');
    lease(['eth0', 4]);
    expect(text('/etc/resolv.conf')).toBe(WRITTEN);
  });

  test('after a reboot nothing is held, and what was there before is there again', () => {
    lease(['eth0', 4, '10.0.0.1']);
    rmSync(at('/run/trunkline'), { recursive: true });
    lease(['eth0', 4]);
    expect(text('/etc/resolv.conf')).toBe(WRITTEN);
  });

  test('a file that was not there is gone again, and an empty one is not', () => {
    rmSync(at('/etc/resolv.conf'));
    lease(['eth0', 4, '10.0.0.1']);
    expect(text('/etc/resolv.conf')).toBe('nameserver 10.0.0.1\n');
    lease(['eth0', 4]);
    expect(text('/etc/resolv.conf')).toBeUndefined();
    put('/etc/resolv.conf');
    lease(['eth0', 4, '10.0.0.1'], ['eth0', 4]);
    expect(text('/etc/resolv.conf')).toBe('');
  });

  test('what somebody else wrote since stays when the lease goes', () => {
    lease(['eth0', 4, '10.0.0.1']);
    put('/etc/resolv.conf', 'nameserver 192.0.2.9\n');
    lease(['eth0', 4]);
    expect(text('/etc/resolv.conf')).toBe('nameserver 192.0.2.9\n');
  });

  test('a lease without servers touches nothing', () => {
    expect(lease(['eth0', 4], ['eth0', 6])).toBe('');
    expect(text('/etc/resolv.conf')).toBe(WRITTEN);
    expect(existsSync(at('/run/trunkline'))).toBe(false);
  });

  test('systemd-resolved that has come since is told instead', () => {
    lease(['eth0', 4, '10.0.0.1']);
    put('/run/systemd/resolve/stub-resolv.conf');
    expect(lease(['eth0', 4, '10.0.0.1'])).toContain('[resolvectl][dns][eth0][10.0.0.1]');
    expect(text('/etc/resolv.conf')).toBe(WRITTEN);
    expect(text('/var/lib/trunkline/dhcp/resolv.conf.told')).toBeUndefined();
  });

  test('NetworkManager that is to come finds it', () => {
    tool('systemctl');
    lease(['eth0', 4, '10.0.0.1']);
    expect(text(NETWORK_MANAGER)).toContain('servers=10.0.0.1,');
    lease(['eth0', 4]);
    expect(text(NETWORK_MANAGER)).toBeUndefined();
  });
});

test('systemd-resolved is told by link, both families at once', () => {
  put('/run/systemd/resolve/stub-resolv.conf');
  expect(lease(['eth0', 4, '10.0.0.1', 'example.net'])).toBe(
    '[resolvectl][dns][eth0][10.0.0.1]\n[resolvectl][domain][eth0][example.net]\n',
  );
  expect(lease(['eth0', 6, 'fd00::1'])).toBe(
    '[resolvectl][dns][eth0][10.0.0.1][fd00::1]\n[resolvectl][domain][eth0][example.net]\n',
  );
  expect(lease(['eth0', 4], ['eth0', 6])).toBe(
    '[resolvectl][dns][eth0][fd00::1]\n[resolvectl][domain][eth0][]\n[resolvectl][dns][eth0][]\n[resolvectl][domain][eth0][]\n',
  );
  expect(lease(['gone', 4, '10.0.0.1'], ['gone', 4])).toBe('');
  expect(text('/etc/resolv.conf')).toBe(WRITTEN);
});

test('NetworkManager asks its own servers after those of leases, and is told once', () => {
  put('/run/NetworkManager/resolv.conf');
  const reload = '[nmcli][general][reload][conf]\n';
  const show = '[nmcli][-e][no][-g][IP4.DNS,IP6.DNS][device][show]\n';
  spawnSync('sh', [
    '-c',
    `mkdir -p ${at('/run/systemd/units')}; ln -s x ${at('/run/systemd/units/invocation:NetworkManager.service')}`,
  ]);
  expect(lease(['eth0', 4, '10.0.0.1 192.0.2.2', 'example.net'], ['eth1', 4, '10.1.0.1', 'corp'])).toBe(
    `${show}${reload}${show}${reload}`,
  );
  expect(text(NETWORK_MANAGER)).toBe(`# Of the leases that Trunkline holds.
[global-dns]
searches=example.net,corp
[global-dns-domain-*]
servers=10.0.0.1,192.0.2.2,10.1.0.1,192.0.2.1,fd00::1
`);
  expect(lease(['eth1', 4, '10.1.0.1', 'corp'])).toBe(show);
  expect(lease(['eth1', 4])).toBe(`${show}${reload}`);
  expect(lease(['eth0', 4])).toBe(reload);
  expect(text(NETWORK_MANAGER)).toBeUndefined();
});

test('resolvconf is told by link', () => {
  put('/run/resolvconf/interface/lo');
  expect(lease(['eth0', 4, '10.0.0.1', 'example.net'], ['eth0', 6, 'fd00::1'])).toBe(
    '[resolvconf][-a][eth0.trunkline]\nsearch example.net\nnameserver 10.0.0.1\n[resolvconf][-a][eth0.trunkline]\nsearch example.net\nnameserver 10.0.0.1\nnameserver fd00::1\n',
  );
  expect(lease(['eth0', 4], ['eth0', 6])).toBe(
    '[resolvconf][-a][eth0.trunkline]\nnameserver fd00::1\n[resolvconf][-d][eth0.trunkline]\n',
  );
});
