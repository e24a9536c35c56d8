import { RootConstruct } from 'constructs';
import {
  Address,
  Bridge,
  Dummy,
  Host,
  Link,
  Macvlan,
  NetworkNamespace,
  Route,
  Rule,
  type SshProps,
  Sysctl,
  TrunkedHost,
  Veth,
  Vlan,
  VlanBridge,
} from '../../constructs';
import type { Lab, LabHost } from '../../lab';
import type { Intent } from '../../lib/intent/intent';
import { expectSound, snapshot } from './invariants';
import { changes, deploy, freshLab, intentOf, LAB_TIMEOUT_MS, nothing, plan, target } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;
let host: LabHost;
let before: string;
let foreign: string;

/** What somebody else has of namespaces, with what is in there. */
const others = (): Promise<string> =>
  host.sh('ip -n other -br link | sort; ip -n other -br address | sort; ip -n other route');

beforeAll(async () => {
  lab = await freshLab(1);
  host = lab.host('kvm01');
  await host.sh(`ip netns add other; ip -n other link set dev lo up; ip -n other link add uplink type dummy
ip -n other link set dev uplink up; ip -n other address add 10.0.200.50/24 dev uplink; udevadm settle`);
  before = await snapshot(host);
  foreign = await others();
});

/**
 * A namespace on a cable to the bridge of VLAN 200, with a bridge of its own at its end, and with a VLAN of the host's
 * bond in it. Names and a table are those of the host as well.
 */
function described({ forward = 1, gateway = '10.0.200.1' } = {}): Intent {
  const made = new TrunkedHost(new RootConstruct(), host.name, {
    ssh: target(host) as SshProps,
    plan,
    uplinks: ['enp2s0', 'enp3s0'],
    management: { vlan: 'management', address: `${host.managementAddress}/24` },
    confirmTimeoutSec: 120,
  });
  const web = new VlanBridge(made, 'web', { vlan: 'web', address: '10.0.200.11/24' });
  const blue = new NetworkNamespace(made, 'blue');
  const cable = new Veth(made, 'v-blue', { peer: 'uplink', peerNamespace: blue });
  web.bridge.takePort(cable);
  const bridge = new Bridge(blue, 'br200', { ports: [cable.peer] });
  new Address(blue, 'address', { link: bridge, address: '10.0.200.60/24' });
  new Address(blue, 'address6', { link: bridge, address: 'fd00:200::60/64' });
  new Route(blue, 'default', { to: 'default', via: gateway });
  new Rule(blue, 'rule', { priority: 100, from: '10.66.0.0/16', table: 77 });
  new Sysctl(blue, 'forward', { key: 'net.ipv4.ip_forward', value: forward });
  new Address(blue, 'own', { link: blue.loopback, address: '10.66.0.1/32' });
  const tagged = new Vlan(blue, 'v1000', { link: Link.fromName('bond0'), vlanId: 1000, name: 'v1000' });
  new Address(blue, 'v1000-address', { link: tagged, address: '10.100.0.11/24' });
  const green = new NetworkNamespace(made, 'green', { loopbackUp: false });
  const between = new Veth(blue, 'to-green', { peer: 'to-blue', peerNamespace: green });
  new Address(blue, 'here', { link: between, address: '10.67.0.1/30' });
  new Address(green, 'there', { link: between.peer, address: '10.67.0.2/30' });
  new Dummy(green, 'uplink');
  return made.intent();
}

const reaches = async (namespace: string, address: string): Promise<boolean> =>
  / [1-5] received/.test(
    await host.sh(`ip netns exec ${namespace} ping -q -c 5 -i 0.5 -W 5 ${address} || :`),
  );

/** Everything that the namespaces are for. */
async function expectWorking(): Promise<void> {
  expect(await changes(host, described())).toEqual([]);
  await lab.switch.sh(
    `ip address replace 10.99.99.1/32 dev lo
[ -e /sys/class/net/sw0.1000 ] || ip link add link sw0 name sw0.1000 up type vlan id 1000
ip address replace 10.100.0.1/24 dev sw0.1000`,
  );
  // The host's bridge, the switch behind VLAN and bond, what is behind that, the switch by the namespace's own VLAN.
  for (const address of ['10.0.200.11', '10.0.200.1', '10.99.99.1', '10.100.0.1', '10.67.0.2'])
    expect([address, await reaches('blue', address)]).toEqual([address, true]);
  expect(await host.sh('ip netns exec blue cat /proc/sys/net/ipv4/ip_forward')).toBe('1\n');
  expect(await host.sh('ip -n green -br link show dev lo')).toMatch(/^lo +DOWN/);
  expect(await others()).toBe(foreign);
}

test('namespaces are made with all that is in them, and packets go in and out', async () => {
  expect((await deploy(host, described())).result).toBe('confirmed');
  await expectWorking();
});

test('a change within a namespace is made in place', async () => {
  const index = await host.sh('ip netns exec blue cat /sys/class/net/uplink/ifindex');
  const changed = described({ forward: 0, gateway: '10.0.200.11' });
  expect(await changes(host, changed)).toEqual([
    expect.stringMatching(/^~ update route default via 10\.0\.200\.11 on blue\/br200: via/),
    expect.stringMatching(/^~ update sysctl net\.ipv4\.ip_forward = 0 in blue: value/),
  ]);
  expect((await deploy(host, changed)).result).toBe('confirmed');
  expect(await host.sh('ip -n blue route show default')).toContain('via 10.0.200.11');
  expect((await deploy(host, described())).result).toBe('confirmed');
  expect(await host.sh('ip netns exec blue cat /sys/class/net/uplink/ifindex')).toBe(index);
});

test.each([
  ['a namespace that is gone', 'ip netns del green', '+ create network-namespace green (drift)'],
  [
    'a cable whose end was moved out',
    'ip -n blue link set dev uplink netns 1',
    '-/+ replace veth v-blue (to blue/uplink): peer uplink -> blue/uplink, peerUp false -> true (the kernel cannot change peer in place)',
  ],
  [
    'a VLAN on another link',
    'ip -n blue link del v1000; ip link add link enp4s0 name v1000 netns blue type vlan id 1000',
    '-/+ replace vlan blue/v1000 (id 1000 on bond0): link enp4s0 -> bond0, up false -> true (the kernel cannot change link in place)',
  ],
  [
    'an address and a route that are gone',
    'ip -n blue address del 10.0.200.60/24 dev br200',
    '+ create address 10.0.200.60/24 on blue/br200 (drift)',
  ],
])('%s is found and healed', async (_, by, line) => {
  await host.sh(`${by}; udevadm settle`);
  expect(await changes(host, described())).toContain(line);
  expect((await deploy(host, described())).result).toBe('confirmed');
  await expectWorking();
});

test('a change that fails within a namespace is taken back', async () => {
  const intent = described();
  const failing = intentOf(host, [
    ...intent.resources,
    { kind: 'network-namespace', props: { name: 'red' } },
    { kind: 'veth', props: { name: 'v-red', peer: 'red/uplink' } },
    { kind: 'address', props: { link: 'red/uplink', address: '10.68.0.1/24' } },
    {
      kind: 'sysctl',
      props: { key: 'net.ipv4.no_such_setting', value: '1', dropIn: null, namespace: 'red' },
    },
  ]);
  await expect(deploy(host, failing)).rejects.toMatchObject({ code: 'reverted' });
  expect(await host.sh('ls /run/netns; ls /sys/class/net')).not.toMatch(/red/);
  await expectWorking();
});

test('all of it comes back after a power cut', async () => {
  await host.powerCut();
  // Nobody makes this one anew.
  foreign = '';
  await host.sh('ip netns add other');
  foreign = await others();
  await expectWorking();
});

test('somebody else who has a namespace of a wanted name keeps it', async () => {
  const intent = intentOf(host, [
    ...described().resources,
    { kind: 'network-namespace', props: { name: 'other' } },
  ]);
  await expect(deploy(host, intent)).rejects.toMatchObject({
    message: expect.stringContaining("the host has a network namespace 'other' that Trunkline did not make"),
  });
  expect(await others()).toBe(foreign);
});

test('a destroy leaves nothing, though a process still lives in a namespace', async () => {
  await host.sh('ip netns exec blue sleep 3000 >/dev/null 2>&1 & echo $! >/tmp/sleeper');
  await deploy(host, nothing(host));
  await expectSound(host, before, nothing(host));
  expect(await host.sh('ls /run/netns')).toBe('other\n');
  expect((await deploy(host, described())).result).toBe('confirmed');
  await host.sh('kill $(cat /tmp/sleeper)');
  await deploy(host, nothing(host));
  await expectSound(host, before, nothing(host));
  expect(await others()).toBe(foreign);
});

test('a namespace has a NIC for itself by a macvlan in passthru mode', async () => {
  const made = new Host(new RootConstruct(), host.name, { ssh: target(host) as SshProps });
  const nic = new Link(made, 'nic', { name: 'enp4s0', up: true });
  const blue = new NetworkNamespace(made, 'blue');
  const uplink = new Macvlan(blue, 'uplink', { link: nic, mode: 'passthru' });
  new Address(blue, 'address', { link: uplink, address: '10.0.100.60/24' });
  const intent = made.intent();
  expect((await deploy(host, intent)).result).toBe('confirmed');
  expect(await changes(host, intent)).toEqual([]);
  expect(await reaches('blue', '10.0.100.1')).toBe(true);
  expect(await host.sh('ip netns exec blue cat /sys/class/net/uplink/address')).toBe(
    await host.sh('cat /sys/class/net/enp4s0/address'),
  );
  await deploy(host, nothing(host));
  await expectSound(host, before, nothing(host));
});
