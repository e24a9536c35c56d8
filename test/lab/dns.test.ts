import type { LabHost } from '../../lab';
import { changes, deploy, freshLab, intentOf, LAB_TIMEOUT_MS, nothing, residue } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let host: LabHost;

const described = (...servers: string[]) =>
  intentOf(host, [{ kind: 'dns', props: { servers, search: ['example.net'] } }]);

/** Services that the lab has switched off. */
const start = (unit: string): Promise<string> =>
  host.sh(
    `rm -f /etc/systemd/system/${unit}.service; systemctl daemon-reload; systemctl enable --now ${unit} 2>/dev/null`,
  );

describe.each([
  {
    keeper: 'nobody',
    setUp: () => host.sh("printf '# mine\\noptions timeout:1\\nnameserver 192.0.2.1\\n' >/etc/resolv.conf"),
    asked: 'cat /etc/resolv.conf',
  },
  {
    keeper: 'NetworkManager',
    // It keeps resolv.conf from the first connection on that brings a server.
    setUp: async () => {
      await host.sh(`cat >/etc/NetworkManager/system-connections/x.nmconnection <<'N'
[connection]
id=x
type=dummy
interface-name=nm0
[dummy]
[ipv4]
method=manual
address1=192.0.2.10/24
dns=192.0.2.1;
N
chmod 600 /etc/NetworkManager/system-connections/*`);
      await start('NetworkManager');
      await host.sh(
        'for i in $(seq 300); do [ ! -e /run/NetworkManager/resolv.conf ] || exit 0; sleep 0.2; done; exit 1',
      );
    },
    // After a boot it comes later than the first login.
    asked:
      'for i in $(seq 300); do [ ! -e /run/NetworkManager/resolv.conf ] || break; sleep 0.2; done; cat /run/NetworkManager/resolv.conf',
  },
  {
    keeper: 'systemd-resolved',
    setUp: () => start('systemd-resolved'),
    // Links are told in the order in which they came.
    asked: 'resolvectl dns | grep Global; resolvectl domain | grep Global',
  },
])('kept by $keeper', ({ setUp, asked }) => {
  let before: string;

  beforeAll(async () => {
    host = (await freshLab(1)).host('kvm01');
    await setUp();
    before = await host.sh(asked);
  });

  test('the host asks the servers that are described', async () => {
    await deploy(host, described('10.0.0.53', 'fd00::53'));
    const seen = await host.sh(asked);
    expect(seen).toMatch(/10\.0\.0\.53[\s\S]*fd00::53/);
    expect(seen).toContain('example.net');
    expect(seen).not.toContain('192.0.2.1');
    expect(await changes(host, described('10.0.0.53', 'fd00::53'))).toEqual([]);
  });

  test('others, in place, and after a reboot too', async () => {
    await deploy(host, described('10.0.0.54'));
    await host.powerCut();
    const seen = await host.sh(asked);
    expect(seen).toContain('10.0.0.54');
    expect(seen).not.toContain('10.0.0.53');
    expect(await changes(host, described('10.0.0.54'))).toEqual([]);
  });

  test('a destroy leaves what was there', async () => {
    await deploy(host, nothing(host));
    const seen = await host.sh(asked);
    // NetworkManager tells in a comment what it took its answer from.
    const told = (text: string) => text.split('\n').filter(line => !/^# (Generated|WARNING)/.test(line));
    expect(told(seen)).toEqual(told(before));
    expect(await residue(host)).toBe('');
  });
});
