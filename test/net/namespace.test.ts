import { RootConstruct } from 'constructs';
import { Address, Bridge, Host, Link, NetworkNamespace, Route, Veth, Vlan } from '../../constructs';
import { isPlaced, placed, placedIfname, placedLinkRef, within } from '../../lib/net';
import { located } from '../../lib/script/place';
import { ip, linkMissing, type Step } from '../../lib/script/step';

test.each([
  ['blue/eth0', true],
  ['blue/lo', true],
  ['_b-1/eth0.5', true],
  ['eth0', false],
  ['10.0.0.0/8', false],
  ['fd00::/8', false],
  ['::/0', false],
  ['5/255', false],
  ['0x5/0xff', false],
  ['@pci:0000:01:00.0', false],
  ['/sys/class/net', false],
  ['blue/', false],
  ['blue/eth0/x', false],
])('%s names a link in a network namespace: %s', (text, expected) => {
  expect(isPlaced(text)).toBe(expected);
});

test('a name says where it is once', () => {
  expect(within('blue', 'eth0')).toBe('blue/eth0');
  expect(within('green', 'blue/eth0')).toBe('blue/eth0');
  expect(within(undefined, 'eth0')).toBe('eth0');
  expect(placed('blue/eth0')).toEqual({ namespace: 'blue', ifname: 'eth0' });
});

test.each(['blue/', '/eth0', '1/eth0', 'blue/a name', 'blue/eth0/x', 'blue/0123456789abcdef', 'a b/eth0'])(
  '%j is no name of a link',
  text => {
    expect(placedIfname.safeParse(text).success).toBe(false);
    expect(placedLinkRef.safeParse(text).success).toBe(false);
  },
);

test('a loopback is a link to stand on, and none to be made; a matched NIC is on the host', () => {
  expect(placedLinkRef.safeParse('blue/lo').success).toBe(true);
  expect(placedIfname.safeParse('blue/lo').success).toBe(false);
  expect(placedLinkRef.safeParse('blue/@mac:52:54:00:00:00:01').success).toBe(false);
  expect(placedLinkRef.parse('@mac:52:54:00:00:00:01')).toBe('@mac:52:54:00:00:00:01');
});

describe('where a step is done', () => {
  const line = (...args: string[]): Step => located(ip(args, [linkMissing(args.at(-1)!)]));

  test.each<[string, string[], string | undefined, string]>([
    ['the host', ['link', 'set', 'dev', 'eth0'], undefined, 'link set dev eth0'],
    [
      'a namespace',
      ['address', 'replace', '10.0.0.1/8', 'dev', 'blue/eth0'],
      'blue',
      'address replace 10.0.0.1/8 dev eth0',
    ],
    [
      'a namespace, ports',
      ['link', 'set', 'dev', 'blue/p', 'master', 'blue/br0'],
      'blue',
      'link set dev p master br0',
    ],
    [
      'where the link below is',
      ['link', 'add', 'link', 'eth0', 'name', 'blue/v5', 'type', 'vlan', 'id', '5'],
      undefined,
      'link add link eth0 name v5 netns blue type vlan id 5',
    ],
    [
      'where both are',
      ['link', 'add', 'link', 'blue/eth0', 'name', 'blue/v5', 'type', 'vlan', 'id', '5'],
      'blue',
      'link add link eth0 name v5 type vlan id 5',
    ],
    [
      'where the first end is',
      ['link', 'add', 'name', 'a', 'type', 'veth', 'peer', 'name', 'blue/b'],
      undefined,
      'link add name a type veth peer name b netns blue',
    ],
    [
      'where the first end is, and not on the host',
      ['link', 'add', 'name', 'blue/a', 'type', 'veth', 'peer', 'name', 'b'],
      'blue',
      'link add name a type veth peer name b netns 1',
    ],
    [
      'of two namespaces the first',
      ['link', 'add', 'name', 'blue/a', 'type', 'veth', 'peer', 'name', 'green/a'],
      'blue',
      'link add name a type veth peer name a netns green',
    ],
  ])('%s', (_, args, namespace, words) => {
    const step = line(...args) as Step & { args: string[] };
    expect([step.namespace, step.args.join(' ')]).toEqual([namespace, words]);
  });

  test('its guards are asked there, or through ip(8)', () => {
    const inside = located(ip(['link', 'add', 'name', 'blue/d0', 'type', 'dummy'], [linkMissing('blue/d0')]));
    expect(inside.when).toEqual([{ test: 'missing', path: '/sys/class/net/d0' }]);
    const across = located(
      ip(['link', 'add', 'link', 'eth0', 'name', 'blue/m', 'type', 'macvlan'], [linkMissing('blue/m')]),
    );
    expect(across.when).toEqual([{ test: 'missing', path: 'blue:/sys/class/net/m' }]);
  });
});

test('names are those of the scope, and constructs are where they are', () => {
  const host = new Host(new RootConstruct(), 'kvm01', { ssh: { host: '192.0.2.11' } });
  const blue = new NetworkNamespace(host, 'blue');
  const cable = new Veth(host, 'v-blue', { peer: 'uplink', peerNamespace: blue });
  new Bridge(blue, 'br0', { ports: ['uplink'] });
  new Vlan(blue, 'outer', { link: Link.fromName('eno1'), vlanId: 5 });
  new Vlan(blue, 'inner', { link: 'br0', vlanId: 6 });
  new Address(blue, 'address', { link: 'br0', address: '10.0.0.2/24' });
  new Address(host, 'other', { link: 'br0', address: '10.0.0.3/24' });
  new Route(blue, 'default', { to: 'default', via: '10.0.0.1' });
  expect(cable.peer.linkName).toBe('blue/uplink');
  const names = host
    .intent()
    .resources.map(({ kind, props }) => [
      kind,
      ...[props.name, props.link, props.peer, props.ports, props.namespace].flat().filter(Boolean),
    ]);
  expect(names).toEqual([
    ['network-namespace', 'blue'],
    ['bridge', 'blue/br0', 'blue/uplink'],
    ['vlan', 'blue/eno1.5', 'eno1'],
    ['vlan', 'blue/br0.6', 'blue/br0'],
    ['address', 'blue/br0'],
    ['route', 'blue'],
    ['veth', 'v-blue', 'blue/uplink'],
    ['address', 'br0'],
  ]);
});
