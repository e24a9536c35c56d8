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

/**
 * The same IPv4 address for ever, IPv6 addresses from a range, a route beside the default one, name servers of each
 * family, others for the second NIC. Renewed every ten seconds (RFC 2132, 9.11).
 */
const serve = (...servers: string[]): Promise<string> =>
  lab.switch.sh(
    `ip -6 address replace fd07::1/64 dev sw0.100
setsid dnsmasq --no-daemon --port=0 --interface=sw0.100 --bind-interfaces --dhcp-range=10.0.100.100,10.0.100.150,1h --dhcp-range=fd07::100,fd07::1ff,64,1h --dhcp-option=3,10.0.100.1 --dhcp-option=121,10.99.0.0/16,10.0.100.1,0.0.0.0/0,10.0.100.1 --dhcp-host=${host.mac('enp2s0')},10.0.100.11 --dhcp-host=${host.mac('enp4s0')},set:second,10.0.100.13 --dhcp-option=tag:!second,6,${(servers.length > 0 ? servers : ['10.0.100.1', '10.0.100.2']).join()} --dhcp-option=tag:second,6,10.0.100.3 --dhcp-option=15,example.net --dhcp-option=tag:!second,119,example.net,corp.example.net --dhcp-option=option6:dns-server,[fd07::1] --dhcp-option=option6:domain-search,six.example.net --dhcp-option=58,10 --dhcp-leasefile=/run/leases >/run/dnsmasq.log 2>&1 </dev/null &`,
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
  for (const { link: name } of leases)
    if (typeof name === 'string') new Link(described, name, { name, up: true });
  for (const [index, lease] of leases.entries())
    new DhcpClient(described, `lease${index}`, { link, ...lease });
  return described.intent();
}
const all = (): Intent =>
  leased({ hostname: 'kvm01' }, { family: 6 }, { link: 'enp4s0', metric: 200, routes: false });

const yes = async (asked: Promise<boolean>): Promise<true | undefined> => (await asked) || undefined;

const addresses = (link: string): Promise<string> =>
  host.sh(
    `ip -br address show dev ${link} scope global | awk '{ $1 = $2 = ""; print }' | tr ' ' '\\n' | sort | xargs`,
  );
const routes = (link: string): Promise<string> =>
  host.sh(`ip route show proto dhcp dev ${link} | sed 's/ onlink//; s/ *$//'`);

/** Services that the lab has switched off. */
const start = (unit: string): string =>
  `rm -f /etc/systemd/system/${unit}.service; systemctl daemon-reload; systemctl enable --now ${unit} 2>/dev/null\n`;

const WRITTEN = '# mine\noptions timeout:1\nsearch example.org\nnameserver 192.0.2.1\n';
const resolvConf = (): Promise<string> => host.sh('cat /etc/resolv.conf');

const installDhcpcd = 'dpkg -i /usr/local/share/lab/dhcpcd-base_*.deb >/dev/null 2>&1; command -v dhcpcd';

/** Each client, and each keeper of resolv.conf: which of them meet is all the same. */
const clients = [
  {
    client: 'dhclient',
    install: ':',
    keeper: 'systemd-resolved',
    begin: start('systemd-resolved'),
    asked:
      "resolvectl dns | sed -n 's/ *$//; s/^Link [0-9]* (\\(br-lan\\|enp4s0\\))/\\1/p' | sort; resolvectl domain br-lan | sed 's/.*: //'; grep -v '^#' /etc/resolv.conf",
    told: (server: string) =>
      `br-lan: ${server} 10.0.100.2 fd07::1\nenp4s0: 10.0.100.3\nexample.net corp.example.net six.example.net\noptions timeout:1\nsearch example.org\nnameserver 192.0.2.1\n`,
    none: /^(br-lan:\n)?enp4s0:\n/,
  },
  {
    client: 'dhcpcd',
    install: installDhcpcd,
    keeper: 'NetworkManager',
    // It keeps resolv.conf from the first connection on that brings a server.
    begin: `cat >/etc/NetworkManager/conf.d/few.conf <<'N'
[keyfile]
unmanaged-devices=interface-name:en*;interface-name:br-lan
N
cat >/etc/NetworkManager/system-connections/x.nmconnection <<'N'
[connection]
id=x
type=dummy
interface-name=nm0
[dummy]
[ipv4]
method=manual
address1=192.0.2.10/24
dns=192.0.2.53;
N
chmod 600 /etc/NetworkManager/system-connections/*
${start('NetworkManager')}`,
    asked: "grep -hv '^#' /run/NetworkManager/resolv.conf || :",
    told: (server: string) =>
      `search example.net corp.example.net six.example.net\nnameserver ${server}\nnameserver 10.0.100.2\nnameserver fd07::1\nnameserver 10.0.100.3\nnameserver 192.0.2.53\n`,
    none: /^nameserver 192\.0\.2\.53\n$/,
  },
];

const freshHost = async (): Promise<void> => {
  lab = await freshLab(1);
  host = lab.host('kvm01');
  await serve();
};

describe.each(clients)('with $client', ({ client, install, keeper, begin: come, asked, told, none }) => {
  const answer = (): Promise<string> => host.sh(asked);
  async function tells(server: string): Promise<void> {
    let seen = '';
    const isTold = async () => {
      seen = await answer();
      return seen === told(server);
    };
    await until(`${keeper} to ask ${server}`, () => yes(isTold())).catch(() => undefined);
    expect(seen).toBe(told(server));
  }

  beforeAll(async () => {
    await freshHost();
    await host.sh(`${install}; printf '${WRITTEN.replaceAll('\n', '\\n')}' >/etc/resolv.conf`);
  });

  test('a lease of each family, with routes and name servers', async () => {
    await deploy(host, all());
    expect(await addresses('br-lan')).toMatch(/^10\.0\.100\.11\/24 fd07::1[0-9a-f]{2}\/128\n$/);
    expect(await routes('br-lan')).toBe(`default via 10.0.100.1 src 10.0.100.11 metric 100
10.0.100.0/24 scope link src 10.0.100.11 metric 100
10.99.0.0/16 via 10.0.100.1 src 10.0.100.11 metric 100
`);
    expect(await routes('enp4s0')).toBe('10.0.100.0/24 scope link src 10.0.100.13 metric 200\n');
    expect(await resolvConf()).toBe(`# mine
options timeout:1
search example.net corp.example.net six.example.net
nameserver 10.0.100.1
nameserver 10.0.100.2
nameserver fd07::1
nameserver 10.0.100.3
`);
    expect(await host.sh(`pidof ${client} | wc -w`)).not.toBe('0\n');
    expect(await host.sh('ping -c 1 -W 5 10.0.100.1 >/dev/null && echo answers')).toBe('answers\n');
    expect(await changes(host, all())).toEqual([]);
  });

  test.each([
    ['whether it runs', "systemctl stop 'trunkline-dhcp4@br\\x2dlan.service'", 'running false -> true'],
    [
      'its settings',
      'sed -i "s/metric=100 routes=yes dns=yes hostname=kvm01/metric=7 routes=no dns=no hostname=kvm02/" FILE',
      'metric 7 -> 100, routes false -> true, dns false -> true, hostname kvm02 -> kvm01',
    ],
    ['its script', 'echo >>FILE', 'running false -> true'],
    ['that it is there', 'rm FILE', undefined],
  ])('%s: changed by hand it is found, and the address stays', async (_, by, seen) => {
    await host.sh(by.replace('FILE', '/var/lib/trunkline/dhcp/br-lan.4'));
    expect(await changes(host, all())).toEqual([
      seen
        ? `~ update dhcp-client DHCPv4 on br-lan: ${seen} (drift)`
        : '+ create dhcp-client DHCPv4 on br-lan (drift)',
    ]);
    expect(await addresses('br-lan')).toContain('10.0.100.11/24');
    await deploy(host, all());
    expect(await addresses('br-lan')).toContain('10.0.100.11/24');
    expect(await changes(host, all())).toEqual([]);
  });

  test(`${keeper} that has come since is told by the next renewal, and keeps it when it is restarted`, async () => {
    await host.sh(come);
    await tells('10.0.100.1');
    await host.sh(`systemctl restart ${keeper}`);
    await tells('10.0.100.1');
  });

  test('a list of servers that changes is followed', async () => {
    await serveNoMore();
    await serve('10.0.100.9', '10.0.100.2');
    await tells('10.0.100.9');
  });

  test('all of it after a power cut too', async () => {
    await host.powerCut();
    await until('a lease', () => yes(addresses('br-lan').then(seen => seen.startsWith('10.0.100.11/24'))));
    await tells('10.0.100.9');
    expect(await changes(host, all())).toEqual([]);
  });

  test('without routes and name servers of the server, and a family less', async () => {
    const less = leased({ routes: false, dns: false, hostname: 'kvm01' });
    await deploy(host, less);
    await until('the routes to go', () => yes(routes('br-lan').then(seen => !seen.includes('default'))));
    expect(await addresses('br-lan')).toBe('10.0.100.11/24\n');
    expect(await answer()).toMatch(none);
    expect(await changes(host, less)).toEqual([]);
  });

  test('a destroy leaves nothing', async () => {
    await deploy(host, leased());
    expect(await addresses('br-lan')).toBe('\n');
    await deploy(host, nothing(host));
    expect(await answer()).toMatch(none);
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

  test('and so does a power cut before it is confirmed, with what resolv.conf had', async () => {
    await serve();
    await host.sh(`printf '${WRITTEN.replaceAll('\n', '\\n')}' >/etc/resolv.conf`);
    await withConnection(host, async connection => {
      const prepared = await inspect(kinds, target(host), leased({}));
      expect((await begin(connection, drafted(prepared))).word).toBe('applied');
      await until('the name servers', () => yes(resolvConf().then(seen => seen.includes('10.0.100.2'))));
    });
    await host.powerCut();
    await nothingLeft(host);
    expect(await resolvConf()).toBe(WRITTEN);
    expect(await host.sh('systemctl list-units --no-legend --failed')).toBe('');
  });

  test('holds up no change of something else', async () => {
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

/** With time for a manager that gets its links back. */
const none = (): Intent => ({ ...nothing(host), settings: { confirmTimeoutSec: 300 } });

describe('the management address', () => {
  const asked = 'search example.net corp.example.net\nnameserver 10.0.100.1\nnameserver 10.0.100.2\n';

  beforeAll(async () => {
    await freshHost();
    await host.sh(`rm -f /etc/systemd/system/networking.service /etc/systemd/system/ifupdown-pre.service; systemctl daemon-reload
printf 'allow-hotplug enp2s0\\niface enp2s0 inet dhcp\\n' >/etc/network/interfaces.d/uplink
systemctl enable networking 2>/dev/null; systemctl start networking; systemctl start ifup@enp2s0`);
    await until('ifupdown', () => yes(addresses('enp2s0').then(seen => seen === '10.0.100.11/24\n')));
  });

  const described = (): Intent =>
    threadIntent(host, {
      management: { vlan: 'management', address: 'dhcp' },
      takeOver: true,
      confirmTimeoutSec: 300,
    });

  test('moves with its lease from the NIC to the VLAN on the bond, over itself', async () => {
    await deploy(host, described(), { target: managementTarget(lab, host) });
    expect(await addresses('bond0.100')).toBe('10.0.100.11/24\n');
    expect(await routes('bond0.100')).toContain('default via 10.0.100.1');
    expect(await resolvConf()).toBe(asked);
    expect(await changes(host, described())).toEqual([]);
  });

  test('declared name servers stand while there are some, and those of the lease come again', async () => {
    const intent = described();
    const declared = intent.resources.map(one =>
      one.kind === 'dhcp-client' ? { ...one, props: { ...one.props, dns: false } } : one,
    );
    const dns = { kind: 'dns', props: { servers: ['10.0.0.53'], search: [] } };
    const given = { ...intent, resources: [...declared, dns] };
    await deploy(host, given);
    expect(await resolvConf()).toBe('nameserver 10.0.0.53\n');
    expect(await changes(host, given)).toEqual([]);
    await deploy(host, intent);
    await until('the name servers', () => yes(resolvConf().then(seen => seen === asked)));
    expect(await changes(host, intent)).toEqual([]);
  });

  test('comes by DHCP after a power cut, and goes back to ifupdown', async () => {
    await host.powerCut();
    await until('a lease', () => yes(addresses('bond0.100').then(seen => seen === '10.0.100.11/24\n')));
    expect(await resolvConf()).toBe(asked);
    expect(await changes(host, described())).toEqual([]);
    await deploy(host, none());
    await until('ifupdown', () => yes(addresses('enp2s0').then(seen => seen === '10.0.100.11/24\n')));
    expect(await residue(host)).toBe('');
  });
});
