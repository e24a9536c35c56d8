import { kinds } from '../../constructs/kinds';
import type { Props } from '../../lib/kind';

const accepts = (kind: string, props: Props): boolean => kinds.of({ kind }).schema.safeParse(props).success;
const vlan = (vlanId: unknown) => accepts('vlan', { name: 'v5', link: 'eno1', vlanId });
const named = (name: unknown) => accepts('bridge', { name });
const bridgeMac = (mac: unknown): unknown =>
  kinds.of({ kind: 'bridge' }).schema.safeParse({ name: 'br0', mac }).data?.mac;
const address = (text: unknown): unknown =>
  kinds.of({ kind: 'address' }).schema.safeParse({ link: 'eno1', address: text }).data?.address;

test.each([
  0,
  4095,
  4096,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '0x10',
  '100',
  '10-20,30',
  null,
  [5],
  '1e3',
])('H12: VLAN ID %p is refused', id => expect(vlan(id)).toBe(false));
test.each([1, 100, 1e3, 4094])('H12: VLAN ID %p is taken', id => expect(vlan(id)).toBe(true));

test.each([
  'eth%d',
  'br%s',
  '%',
  'abcdefghijklmnop',
  '🦊🦊🦊🦊',
  'ü',
  '',
  '.',
  '..',
  // What is before the one slash is a network namespace.
  'a/b/c',
  '/b',
  'a/',
  '1/b',
  'a:b',
  'a b',
  'a\tb',
  '-a',
])('H9, H10: interface name %j is refused', name => expect(named(name)).toBe(false));
test.each(['all', 'default', 'lo', 'group', 'dev', 'type', 'name', 'help', 'up', 'down'])(
  'H11: interface name %s is refused',
  name => expect(named(name)).toBe(false),
);
test.each(['a', 'abcdefghijklmno', 'bond0.100', 'eth0-guest', 'x+y', '_', '0'])(
  'interface name %s is taken',
  name => expect(named(name)).toBe(true),
);

test.each(['01:00:5e:00:00:01', '33:33:00:00:00:01', 'ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00'])(
  'H25: %s belongs to no link',
  mac => expect(bridgeMac(mac)).toBeUndefined(),
);
test.each([
  '52:54:00:12:34',
  '52:54:00:12:34:56:78',
  '525400123456',
  '52:54:00:12:34:5g',
  '52:54:00:12:34:56\n',
])('H25: %j is no MAC address', mac => expect(bridgeMac(mac)).toBeUndefined());
test.each(['52:54:00:AB:CD:EF', '52-54-00-ab-cd-ef', '52:54:00:ab:cd:ef'])(
  'H25: %s is kept in one form',
  mac => expect(bridgeMac(mac)).toBe('52:54:00:ab:cd:ef'),
);

test.each([
  ...[
    '::ffff:1.2.3.4/96',
    '010.0.0.1/24',
    '10.0.0.1',
    '10.0.0.1/0',
    '10.0.0.1/33',
    '10.0.0.1/08',
    '10.0.0.1/+8',
  ],
  ...[
    '10.0.0.0/24',
    '224.0.0.1/24',
    '255.255.255.255/8',
    '10.1/8',
    '0x0a.0.0.1/8',
    '167772161/8',
    '10.0.0.1/8/8',
  ],
  ...[
    'fe80::1%eth0/64',
    'fe80::1%eth0;id/64',
    'fd00::/64',
    'fd00::1/129',
    'ff02::1/64',
    ':::1/64',
    '1::2::3/64',
  ],
])('H26: address %j is refused', text => expect(address(text)).toBeUndefined());
test.each([
  ['10.0.0.1/31', '10.0.0.1/31'],
  ['10.0.0.0/31', '10.0.0.0/31'],
  ['10.0.0.1/32', '10.0.0.1/32'],
  ['FD00:0:0:0:0:0:0:1/64', 'fd00::1/64'],
  ['fd00:0:0:1:0:0:0:1/127', 'fd00:0:0:1::1/127'],
])('H26: address %s is kept as %s', (text, canonical) => expect(address(text)).toBe(canonical));
