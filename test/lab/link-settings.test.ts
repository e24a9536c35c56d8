import { RootConstruct } from 'constructs';
import { Host, Link, LinkSettings, Slaac, type SshProps, Sysctl } from '../../constructs';
import type { LabHost } from '../../lab';
import { until } from '../../lab/run';
import type { Intent } from '../../lib/intent/intent';
import { expectSound, snapshot } from './invariants';
import { changes, deploy, freshLab, LAB_TIMEOUT_MS, nothing, target } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let host: LabHost;
let before: string;

/** Two networks behind the host, each a namespace; in the first one there is a router that advertises itself. */
const NETWORKS = `for n in 1 2; do
  ip netns add n$n; ip link add net$n type veth peer name eth0 netns n$n
  ip address add 10.64.$n.1/24 dev net$n; ip link set net$n up
  ip -n n$n address add 10.64.$n.2/24 dev eth0; ip -n n$n link set eth0 up
  ip -n n$n route add default via 10.64.$n.1
done
ip -n n1 address add fd00:64::1/64 dev eth0 nodad
echo 0 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
setsid ip netns exec n1 dnsmasq --no-daemon --user=root --port=0 --interface=eth0 --bind-interfaces --enable-ra \\
  --dhcp-range=fd00:64::,ra-only,64,600 --ra-param=eth0,4,600 --dhcp-leasefile=/run/ra-leases --pid-file=/run/ra.pid \\
  >/run/ra.log 2>&1 </dev/null &
sleep 1`;

function described(make: (host: Host) => void): Intent {
  const made = new Host(new RootConstruct(), host.name, { ssh: target(host) as SshProps });
  new Link(made, 'net1', { name: 'net1', up: true });
  make(made);
  return made.intent();
}

const addresses = (): Promise<string> => host.sh('ip -6 address show dev net1 scope global');
const defaults = (): Promise<string> => host.sh('ip -6 route show default dev net1');
const setting = (key: string): Promise<string> =>
  host.sh(`cat /proc/sys/net/${key}`).then(text => text.trim());

beforeAll(async () => {
  host = (await freshLab(1)).host('kvm01');
  await host.sh(NETWORKS);
  before = await snapshot(host);
});

describe('an address from router advertisements', () => {
  const slaac = (defaultRoute: boolean): Intent =>
    described(made => new Slaac(made, 'ipv6', { link: 'net1', defaultRoute }));

  test('is not taken by a host that forwards', async () => {
    await until(
      'an advertisement',
      () => host.sh('grep -c RTR-ADVERT /run/ra.log || :').then(count => Number(count) > 1 || undefined),
      { timeoutMs: 120_000 },
    );
    expect(await addresses()).toBe('');
  });

  test('is taken once it is asked for, with the default route, and reaches the router', async () => {
    expect((await deploy(host, slaac(true))).result).toBe('confirmed');
    await until('an address', () => addresses().then(text => text.includes('fd00:64::') || undefined), {
      timeoutMs: 120_000,
    });
    await until('a default route', () => defaults().then(text => text.includes('proto ra') || undefined), {
      timeoutMs: 120_000,
    });
    expect(await host.sh('ping -6 -c 3 -i 0.3 -W 10 fd00:64::1')).toMatch(/[1-3] received/);
    expect(await changes(host, slaac(true))).toEqual([]);
  });

  test('comes without the default route where nobody asked for that', async () => {
    await deploy(host, slaac(false));
    await host.sh('ip -6 route del default dev net1');
    const seen = Number(await host.sh('grep -c RTR-ADVERT /run/ra.log'));
    await until(
      'more advertisements',
      () => host.sh('grep -c RTR-ADVERT /run/ra.log').then(count => Number(count) > seen + 1 || undefined),
      { timeoutMs: 120_000 },
    );
    expect(await defaults()).toBe('');
    expect(await addresses()).toContain('fd00:64::');
  });

  test('is nobody’s once it is no longer asked for, and the settings are as before', async () => {
    await deploy(host, nothing(host));
    await host.sh('ip -6 address flush dev net1 scope global');
    await expectSound(host, before, nothing(host));
    expect(await setting('ipv6/conf/net1/accept_ra')).toBe('1');
  });
});

describe('forwarding', () => {
  const forward = (net1: boolean): Intent =>
    described(made => {
      new LinkSettings(made, 'one', { link: 'net1', ipv4: { forwarding: net1 } });
      new Sysctl(made, 'all', { key: 'net.ipv4.ip_forward', value: true });
    });
  const crosses = async (from: number, to: number): Promise<boolean> =>
    (await host.exec(`ip netns exec n${from} ping -q -c 2 -i 0.3 -W 5 10.64.${to}.2`)).code === 0;

  test('of all links does not make this one forward', async () => {
    expect(await crosses(1, 2)).toBe(false);
    await deploy(host, forward(false));
    expect(await setting('ipv4/conf/net2/forwarding')).toBe('1');
    expect(await setting('ipv4/conf/net1/forwarding')).toBe('0');
    expect(await changes(host, forward(false))).toEqual([]);
    expect(await crosses(1, 2)).toBe(false);
  });

  test('of this one is what packets that come in by it need', async () => {
    await deploy(host, forward(true));
    expect(await crosses(1, 2)).toBe(true);
    await host.sh('echo 0 >/proc/sys/net/ipv4/ip_forward');
    expect(await crosses(1, 2)).toBe(false);
    await deploy(host, forward(true));
    expect(await crosses(1, 2)).toBe(true);
  });

  test('is given back', async () => {
    await deploy(host, nothing(host));
    expect(await crosses(1, 2)).toBe(false);
    await expectSound(host, before, nothing(host));
  });
});

test('a link without IPv6 has none, until that is given back', async () => {
  const off = described(made => new LinkSettings(made, 'one', { link: 'net1', ipv6: { disable: true } }));
  const linkLocal = (): Promise<string> => host.sh('ip -6 address show dev net1 scope link');
  expect(await linkLocal()).toContain('fe80::');
  await deploy(host, off);
  expect(await linkLocal()).toBe('');
  await deploy(host, nothing(host));
  await until('a link-local address', () => linkLocal().then(text => text.includes('fe80::') || undefined), {
    timeoutMs: 60_000,
  });
  await expectSound(host, before, nothing(host));
});
