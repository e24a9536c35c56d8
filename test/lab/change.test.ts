import type { LabHost } from '../../lab';
import type { Resource } from '../../lib/kind';
import type { Props } from '../../lib/props';
import { expectSound, foreignPart, makeForeign, makeTap, nothingLeft, snapshot } from './invariants';
import { changes, deploy, freshLab, intentOf, LAB_TIMEOUT_MS, nothing } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

/** A host's description, by kind and key, so that one property of it can be changed. */
type Described = Record<string, Props | undefined>;

const resource = (id: string, props: Props): Resource => ({ kind: id.slice(0, id.indexOf('/')), props });

const bond = { name: 'bond0', mode: '802.3ad', lacpRate: 'fast', miimonMs: 100, ports: ['enp2s0', 'enp3s0'] };
const base: Described = {
  'bond/bond0': bond,
  'vlan/bond0.100': { name: 'bond0.100', link: 'bond0', vlanId: 100 },
  'vlan/bond0.200': { name: 'bond0.200', link: 'bond0', vlanId: 200 },
  'vlan/bond0.300': { name: 'bond0.300', link: 'bond0', vlanId: 300 },
  'bridge/br200': { name: 'br200', ports: ['bond0.200'] },
  'bridge/br300': { name: 'br300', ports: ['bond0.300'] },
  'address/mgmt': { link: 'bond0.100', address: '10.0.100.11/24' },
  'address/six': { link: 'bond0.100', address: 'fd00:100::11/64' },
  'address/guests': { link: 'br200', address: '10.0.200.11/24' },
  'route/default': { to: 'default', via: '10.0.100.1', link: 'bond0.100' },
  'route/far': { to: '10.50.0.0/16', via: '10.0.100.1', link: 'bond0.100', metric: 50 },
  'route/six': { to: 'fd00:50::/48', via: 'fd00:100::1', link: 'bond0.100' },
  'sysctl/forward': { key: 'net.ipv4.ip_forward', value: '1', dropIn: '1' },
};

let host: LabHost;
let before: string;
let foreign: string;
let now: Described = base;

const told = () => Object.entries(now).flatMap(([id, props]) => (props ? [resource(id, props)] : []));
const intent = () => intentOf(host, told());

/** On our bond, and yet none of ours: a mode change takes the bond down, and with it this route. */
const onOurBond = `ip -batch - <<'IP'
link add link bond0 name tap-v99 up type vlan id 99
address add 10.77.99.1/24 dev tap-v99
route add 10.78.99.0/24 via 10.77.99.2 dev tap-v99
IP`;

beforeAll(async () => {
  const lab = await freshLab(1);
  host = lab.host('kvm01');
  before = await snapshot(host);
  await makeForeign(host);
  await deploy(host, intent());
  await makeTap(host, 'br200');
  await host.sh(onOurBond);
  foreign = foreignPart(await snapshot(host));
});

/** Changes one description, sees just that in the plan, deploys it, and has nothing to do afterwards. */
async function change(next: Described, ...planned: readonly RegExp[]): Promise<void> {
  now = { ...now, ...next };
  const lines = await changes(host, intent());
  const unforeseen = lines.filter(line => !planned.some(one => one.test(line)));
  const missing = planned.filter(one => !lines.some(line => one.test(line)));
  expect({ unforeseen, missing }).toEqual({ unforeseen: [], missing: [] });
  expect(lines).toHaveLength(planned.length);
  expect((await deploy(host, intent())).result).toBe('confirmed');
  expect((await deploy(host, intent())).result).toBe('unchanged');
  await nothingLeft(host);
  expect(foreignPart(await snapshot(host))).toBe(foreign);
}

/** What goes when the bond goes down for a moment, and is put back. */
const restored = [
  /^~ restore address fd00:100::11\/64/,
  /^~ restore route default/,
  /^~ restore route 10\.50\.0\.0/,
  /^~ restore route fd00:50::/,
  /^~ restore route 10\.78\.99\.0\/24/,
];

const indexes = () => host.sh('cd /sys/class/net && grep -H . bond0/ifindex bond0.*/ifindex br*/ifindex');

describe('a running host is changed in place', () => {
  test("a VLAN's id: the link is replaced, and the bridge above and its guest's tap stay", async () => {
    const bridge = await host.sh('cat /sys/class/net/br200/ifindex');
    await change(
      { 'vlan/bond0.200': { name: 'bond0.200', link: 'bond0', vlanId: 1200 } },
      /^-\/\+ replace vlan bond0\.200 .*: vlanId 200 -> 1200 \(the kernel cannot change vlanId in place\)/,
      /^~ restore bridge br200/,
    );
    expect(await host.sh('cat /sys/class/net/br200/ifindex')).toBe(bridge);
    expect(await host.sh('ip -d link show bond0.200')).toMatch(/master br200[\s\S]*802\.1Q id 1200/);
  });

  test('another bond mode and back: VLANs above stay, routes that went with them come back', async () => {
    const links = await indexes();
    const same = await snapshot(host);
    const { lacpRate: _, ...rest } = bond;
    await change(
      { 'bond/bond0': { ...rest, mode: 'active-backup' } },
      /^~ update bond bond0 .*mode 802\.3ad -> active-backup/,
      ...restored,
    );
    expect(await host.sh('cat /sys/class/net/bond0/bonding/mode')).toBe('active-backup 1\n');
    expect(await indexes()).toBe(links);
    await change(
      { 'bond/bond0': bond },
      /^~ update bond bond0 .*mode active-backup -> 802\.3ad/,
      ...restored,
    );
    expect(await indexes()).toBe(links);
    expect(await snapshot(host)).toBe(same);
  });

  test('how often LACPDUs come, for which the bond goes down: the routes above are put back', async () => {
    const same = (await snapshot(host)).replace('ad_lacp_rate=fast', 'ad_lacp_rate=slow');
    await change(
      { 'bond/bond0': { ...bond, lacpRate: 'slow' } },
      /^~ update bond .*lacpRate fast -> slow$/,
      ...restored,
    );
    expect(await snapshot(host)).toBe(same);
    await change({ 'bond/bond0': bond }, /^~ update bond .*lacpRate slow -> fast$/, ...restored);
  });

  test('a port leaves the bond and is given back, and joins again', async () => {
    await change({ 'bond/bond0': { ...bond, ports: ['enp2s0'] } }, /^~ update bond bond0 .*ports -enp3s0/);
    expect(await host.sh('ip -br link show enp3s0')).toMatch(/^enp3s0 +DOWN +52:54:00:00:01:03/);
    await change({ 'bond/bond0': bond }, /^~ update bond bond0 .*ports \+enp3s0/);
    expect(await host.sh('cat /sys/class/net/bond0/bonding/slaves')).toMatch(/enp2s0 enp3s0/);
  });

  test("a bridge's options, and the kernel's own values when nobody sets them any more", async () => {
    const plain = await snapshot(host);
    const options = {
      stp: true,
      priority: 4096,
      forwardDelaySec: 4,
      helloTimeSec: 1,
      maxAgeSec: 10,
      ageingTimeSec: 60,
    };
    await change(
      { 'bridge/br200': { name: 'br200', ports: ['bond0.200'], ...options } },
      /^~ update bridge br200 .*stp no -> yes|^~ update bridge br200 .*stp false -> true/,
    );
    expect(await host.sh('ip -d link show br200')).toMatch(
      /forward_delay 400 hello_time 100 max_age 1000 ageing_time 6000 stp_state 1 priority 4096/,
    );
    await change({ 'bridge/br200': { name: 'br200', ports: ['bond0.200'] } }, /^~ update bridge br200/);
    expect(await snapshot(host)).toBe(plain);
  });

  test('a larger MTU from the NICs up to the bridge, and back', async () => {
    const plain = await snapshot(host);
    const large = (mtu?: number): Described => ({
      'link/enp2s0': mtu ? { name: 'enp2s0', mtu } : undefined,
      'link/enp3s0': mtu ? { name: 'enp3s0', mtu } : undefined,
      'bond/bond0': { ...bond, mtu },
      'vlan/bond0.300': { name: 'bond0.300', link: 'bond0', vlanId: 300, mtu },
      'bridge/br300': { name: 'br300', ports: ['bond0.300'], mtu },
    });
    const all = [/link enp2s0/, /link enp3s0/, /bond bond0/, /vlan bond0\.300/, /bridge br300/];
    await change(large(9000), ...all);
    expect(
      await host.sh('cat /sys/class/net/enp2s0/mtu /sys/class/net/br300/mtu /sys/class/net/br200/mtu'),
    ).toBe('9000\n9000\n1500\n');
    await change(large(1500), ...all);
    expect(await host.sh('cat /sys/class/net/enp2s0/mtu /sys/class/net/br300/mtu')).toBe('1500\n1500\n');
    await change(large());
    expect(await snapshot(host)).toBe(plain);
  });

  test('a setting changes, and is what it was when nobody sets it any more', async () => {
    const live = () =>
      host.sh('cat /proc/sys/net/ipv4/tcp_keepalive_time; cat /etc/sysctl.d/*keepalive* 2>/dev/null || :');
    const original = await live();
    const key = 'net.ipv4.tcp_keepalive_time';
    await change(
      { 'sysctl/keep': { key, value: '600', dropIn: '600' } },
      /^~ update sysctl .*value "?7200"? -> "?600"?/,
    );
    await change(
      { 'sysctl/keep': { key, value: '900', dropIn: '900' } },
      /^~ update sysctl .*600"? -> "?900/,
    );
    expect(await live()).toBe(`900\n${key} = 900\n`);
    await change({ 'sysctl/keep': undefined }, /^~ update sysctl .*\(as it was before Trunkline\)/);
    expect(await live()).toBe(original);
  });

  test("a route's gateway, an address, and a route that is there no more", async () => {
    await change(
      {
        'route/default': { to: 'default', via: '10.0.100.2', link: 'bond0.100' },
        'route/far': undefined,
        'address/guests': { link: 'br200', address: '10.0.200.21/24' },
      },
      /^- remove address 10\.0\.200\.11\/24/,
      /^- remove route 10\.50\.0\.0\/16/,
      /^\+ create address 10\.0\.200\.21\/24/,
      /^~ update route default.*via 10\.0\.100\.1 -> 10\.0\.100\.2/,
    );
    const routes = await host.sh('ip route');
    expect(routes).toContain('default via 10.0.100.2 dev bond0.100');
    expect(routes).not.toContain('10.50.0.0/16');
  });

  test('a bridge goes, and its VLAN', async () => {
    await change(
      { 'bridge/br300': undefined, 'vlan/bond0.300': undefined },
      /^- remove vlan bond0\.300/,
      /^- remove bridge br300/,
    );
    expect(await host.sh('ls /sys/class/net')).not.toMatch(/300/);
  });

  test("everything goes: guests and others' links on ours are named and stop it; without them all is as before", async () => {
    await expect(deploy(host, nothing(host))).rejects.toThrow(/tap-v99|vnet-br200/);
    await host.sh('ip link del tap-v99; ip link del vnet-br200');
    await deploy(host, nothing(host));
    await host.sh(
      'ip link del br-foreign; ip link del tap-foreign; ip link del enp5s0.77; ip link set enp5s0 down',
    );
    await expectSound(host, before, nothing(host));
  });
});
