import { RootConstruct } from 'constructs';
import { Bridge, DhcpClient, type DhcpClientProps, Host, Link, type SshProps } from '../../constructs';
import { kinds } from '../../constructs/kinds';
import type { Lab, LabHost } from '../../lab';
import { until } from '../../lab/run';
import { inspect } from '../../lib/apply/inspect';
import type { Intent } from '../../lib/intent/intent';
import { begin, drafted, nothingLeft, withConnection } from './invariants';
import {
  changes,
  deploy,
  freshLab,
  LAB_TIMEOUT_MS,
  managementTarget,
  nothing,
  residue,
  target,
  threadIntent,
} from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;
let host: LabHost;

/** The same IPv4 address for ever, IPv6 addresses from a range, and a route beside the default one. */
const serve = (): Promise<string> =>
  lab.switch.sh(
    `ip -6 address replace fd07::1/64 dev sw0.100
setsid dnsmasq --no-daemon --port=0 --interface=sw0.100 --bind-interfaces --dhcp-range=10.0.100.100,10.0.100.150,1h --dhcp-range=fd07::100,fd07::1ff,64,1h --dhcp-option=3,10.0.100.1 --dhcp-option=121,10.99.0.0/16,10.0.100.1,0.0.0.0/0,10.0.100.1 --dhcp-host=${host.mac('enp2s0')},10.0.100.11 --dhcp-leasefile=/run/leases >/run/dnsmasq.log 2>&1 </dev/null &`,
  );
const serveNoMore = (): Promise<string> => lab.switch.sh('pkill -x dnsmasq');

function leased(...leases: Partial<DhcpClientProps>[]): Intent {
  return leasedWithin(300, ...leases);
}

function leasedWithin(seconds: number, ...leases: Partial<DhcpClientProps>[]): Intent {
  const described = new Host(new RootConstruct(), host.name, {
    ssh: target(host) as SshProps,
    confirmTimeoutSec: seconds,
  });
  const nic = new Link(described, 'nic', { name: 'enp2s0', up: true });
  // The switch has VLAN 100 untagged there while nobody speaks LACP.
  const link = new Bridge(described, 'br-lan', { ports: [nic], mac: host.mac('enp2s0') });
  for (const [index, lease] of leases.entries())
    new DhcpClient(described, `lease${index}`, { link, ...lease });
  return described.intent();
}
const both = (): Intent => leased({ hostname: 'kvm01' }, { family: 6 });

const yes = async (asked: Promise<boolean>): Promise<true | undefined> => (await asked) || undefined;

const addresses = (link: string): Promise<string> =>
  host.sh(
    `ip -br address show dev ${link} scope global | awk '{ $1 = $2 = ""; print }' | tr ' ' '\\n' | sort | xargs`,
  );
const routes = (link: string): Promise<string> =>
  host.sh(`ip route show proto dhcp dev ${link} | sed 's/ onlink//; s/ *$//'`);

const clients = [
  { client: 'dhclient', install: ':' },
  {
    client: 'dhcpcd',
    install: 'dpkg -i /usr/local/share/lab/dhcpcd-base_*.deb >/dev/null 2>&1; command -v dhcpcd',
  },
];

const freshHost = async (): Promise<void> => {
  lab = await freshLab(1);
  host = lab.host('kvm01');
  await serve();
};

describe.each(clients)('with $client', ({ client, install }) => {
  beforeAll(async () => {
    await freshHost();
    await host.sh(install);
  });

  test('a lease of each family, with the routes of the server', async () => {
    const intent = both();
    await deploy(host, intent);
    expect(await addresses('br-lan')).toMatch(/^10\.0\.100\.11\/24 fd07::1[0-9a-f]{2}\/128\n$/);
    expect(await routes('br-lan')).toBe(`default via 10.0.100.1 src 10.0.100.11 metric 100
10.0.100.0/24 scope link src 10.0.100.11 metric 100
10.99.0.0/16 via 10.0.100.1 src 10.0.100.11 metric 100
`);
    expect(await host.sh(`pidof ${client} | wc -w`)).not.toBe('0\n');
    expect(await host.sh('ping -c 1 -W 5 10.0.100.1 >/dev/null && echo answers')).toBe('answers\n');
    expect(await changes(host, intent)).toEqual([]);
  });

  test('after a power cut too', async () => {
    await host.powerCut();
    await until('a lease', () => yes(addresses('br-lan').then(seen => seen.startsWith('10.0.100.11/24'))));
    expect(await changes(host, both())).toEqual([]);
  });

  test.each([
    ['running', "systemctl stop 'trunkline-dhcp4@br\\x2dlan.service'", 'running false -> true'],
    ['metric', 'sed -i "s/metric=100/metric=7/" FILE', 'metric 7 -> 100'],
    ['routes', 'sed -i "s/routes=yes/routes=no/" FILE', 'routes no -> yes'],
    ['hostname', 'sed -i "s/hostname=kvm01/hostname=kvm02/" FILE', 'hostname kvm02 -> kvm01'],
    ['running', 'echo >>FILE', 'running false -> true'],
    ['link and family', 'rm FILE', undefined],
  ])('%s: changed by hand it is found, and the address stays', async (_, by, seen) => {
    await host.sh(by.replace('FILE', '/var/lib/trunkline/dhcp/br-lan.4'));
    expect(await changes(host, both())).toEqual([
      seen
        ? `~ update dhcp-client DHCPv4 on br-lan: ${seen} (drift)`
        : '+ create dhcp-client DHCPv4 on br-lan (drift)',
    ]);
    expect(await addresses('br-lan')).toContain('10.0.100.11/24');
    await deploy(host, both());
    expect(await addresses('br-lan')).toContain('10.0.100.11/24');
    expect(await changes(host, both())).toEqual([]);
  });

  test('without the routes of the server, and a family less', async () => {
    await deploy(host, leased({ routes: false, hostname: 'kvm01' }));
    await until('the routes to go', () => yes(routes('br-lan').then(seen => !seen.includes('default'))));
    expect(await addresses('br-lan')).toBe('10.0.100.11/24\n');
    expect(await changes(host, leased({ routes: false, hostname: 'kvm01' }))).toEqual([]);
  });

  test('a destroy leaves nothing', async () => {
    await deploy(host, leased());
    expect(await addresses('br-lan')).toBe('\n');
    await deploy(host, nothing(host));
    expect(await residue(host)).toBe('');
    expect(await host.sh(`pidof ${client} || echo none`)).toBe('none\n');
  });
});

describe('a server that is away', () => {
  beforeAll(freshHost);

  test('makes the host go back, when there is no lease by the deadline', async () => {
    await serveNoMore();
    await expect(deploy(host, leasedWithin(60, {}))).rejects.toMatchObject({
      code: 'reverted',
      message: expect.stringContaining('there is no lease yet'),
    });
    expect(await residue(host)).toBe('');
  });

  test('and so does a power cut before it is confirmed', async () => {
    await withConnection(host, async connection => {
      const prepared = await inspect(kinds, target(host), leased({}));
      expect((await begin(connection, drafted(prepared))).word).toBe('applied');
    });
    await host.powerCut();
    await nothingLeft(host);
    expect(await host.sh('systemctl list-units --no-legend --failed')).toBe('');
  });

  test('holds up no change of something else', async () => {
    await serve();
    await deploy(host, leased({}));
    await serveNoMore();
    await host.powerCut();
    const more = leased({});
    const other = { kind: 'sysctl', props: { key: 'net.ipv4.ip_forward', value: '1', dropIn: null } };
    expect(await changes(host, more)).toEqual([]);
    const { result } = await deploy(host, { ...more, resources: [...more.resources, other] });
    expect(result).toBe('confirmed');
    expect(await addresses('br-lan')).toBe('\n');
  });
});

describe('the management address', () => {
  beforeAll(async () => {
    await freshHost();
    await host.sh(`rm -f /etc/systemd/system/networking.service /etc/systemd/system/ifupdown-pre.service; systemctl daemon-reload
printf 'allow-hotplug enp2s0\\niface enp2s0 inet dhcp\\n' >/etc/network/interfaces.d/uplink
systemctl enable networking 2>/dev/null; systemctl start networking; systemctl start ifup@enp2s0`);
    await until('ifupdown', () => yes(addresses('enp2s0').then(seen => seen === '10.0.100.11/24\n')));
  });

  const described = (): Intent =>
    threadIntent(host, { management: { vlan: 'management', address: 'dhcp' }, takeOver: true });

  test('moves with its lease from the NIC to the VLAN on the bond, over itself', async () => {
    await deploy(host, described(), { target: managementTarget(lab, host) });
    expect(await addresses('bond0.100')).toBe('10.0.100.11/24\n');
    expect(await routes('bond0.100')).toContain('default via 10.0.100.1');
    expect(await changes(host, described())).toEqual([]);
  });

  test('comes by DHCP after a power cut, and goes back to ifupdown', async () => {
    await host.powerCut();
    await until('a lease', () => yes(addresses('bond0.100').then(seen => seen === '10.0.100.11/24\n')));
    expect(await changes(host, described())).toEqual([]);
    await deploy(host, nothing(host));
    await until('ifupdown', () => yes(addresses('enp2s0').then(seen => seen === '10.0.100.11/24\n')));
    expect(await residue(host)).toBe('');
  });
});
