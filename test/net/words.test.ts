import fc from 'fast-check';
import type { z } from 'zod';
import {
  contains,
  hostOf,
  ifname,
  ifnameFault,
  ipAddress,
  ipInterface,
  ipPrefix,
  isMatchedRef,
  linkRef,
  macAddress,
  mtu,
  networkOf,
  parseInterface,
  pciAddress,
} from '../../lib/net';

const octet = fc.integer({ min: 0, max: 255 });
const four = fc.tuple(octet, octet, octet, octet).map(octets => octets.join('.'));
const groups = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), {
  minLength: 8,
  maxLength: 8,
});
const six = groups
  .filter(([a, b, c, d, e, f]) => !(f === 0xffff && [a, b, c, d, e].every(group => group === 0)))
  .map(all => all.map(group => group.toString(16).padStart(4, '0')).join(':'));
const prefixed = fc
  .oneof(fc.tuple(four, fc.integer({ min: 0, max: 32 })), fc.tuple(six, fc.integer({ min: 0, max: 128 })))
  .map(([address, length]) => `${address}/${length}`);

/** What a parser prints it reads, and prints again as it was. */
function prints(schema: z.ZodType<string>, texts: fc.Arbitrary<string>): void {
  fc.assert(
    fc.property(texts, text => {
      const once = schema.safeParse(text);
      if (once.success) expect(schema.parse(once.data)).toBe(once.data);
    }),
  );
}

test('what is parsed is printed in one form', () => {
  prints(ipAddress, fc.oneof(four, six));
  prints(ipInterface, prefixed);
  prints(ipPrefix, prefixed.map(networkOf));
  prints(
    macAddress,
    fc.tuple(fc.constantFrom('52', '0A', '0e'), octet).map(([a, b]) => `${a}:54:00:AB:cD:${(b % 90) + 10}`),
  );
});

test('the network of a prefix contains the prefix, and is its own network', () => {
  fc.assert(
    fc.property(prefixed, text => {
      const network = networkOf(text);
      expect(networkOf(network)).toBe(network);
      expect(contains(network, text.split('/')[0]!)).toBe(true);
      expect(ipPrefix.parse(network)).toBe(network);
    }),
  );
});

test('the n-th host of a prefix is inside it', () => {
  fc.assert(
    fc.property(prefixed, fc.integer({ min: 1, max: 1000 }), (text, n) => {
      let host: string;
      try {
        host = hostOf(networkOf(text), n);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return;
      }
      expect(contains(networkOf(text), host.split('/')[0]!)).toBe(true);
      expect(networkOf(host)).toBe(networkOf(text));
    }),
  );
});

test.each([
  ['10.0.100.0/24', 11, '10.0.100.11/24'],
  ['10.0.0.0/8', 256, '10.0.1.0/8'],
  ['10.0.0.0/31', 0, '10.0.0.0/31'],
  ['10.0.0.0/31', 1, '10.0.0.1/31'],
  ['fd00::/64', 11, 'fd00::b/64'],
  ['fd00::/64', 0, 'fd00::/64'],
])('hostOf(%s, %i) is %s', (prefix, n, host) => expect(hostOf(prefix, n)).toBe(host));

test.each([
  ['10.0.100.0/24', 0, 'host 0 of 10.0.100.0/24 is its network address'],
  ['10.0.100.0/24', 255, 'host 255 of 10.0.100.0/24 is its broadcast address'],
  ['10.0.100.0/24', 256, 'host 256 is outside 10.0.100.0/24, which holds 256 addresses'],
  ['10.0.100.0/24', -1, 'host -1 is outside 10.0.100.0/24, which holds 256 addresses'],
  ['10.0.100.0/24', 1.5, 'host 1.5 is outside 10.0.100.0/24, which holds 256 addresses'],
])('hostOf(%s, %d) is refused', (prefix, n, message) =>
  expect(() => hostOf(prefix, n)).toThrow(new RangeError(message)),
);

test.each([
  ['10.0.0.0/8', '10.255.255.255', true],
  ['10.0.0.0/8', '11.0.0.0', false],
  ['10.0.0.0/8', 'fd00::1', false],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['fd00::/9', 'fd7f::1', true],
  ['fd00::/9', 'fd80::1', false],
])('contains(%s, %s) is %s', (prefix, address, inside) => expect(contains(prefix, address)).toBe(inside));

test.each([
  ['10.0.0.1/24', { family: 4, address: '10.0.0.1', length: 24, octets: [10, 0, 0, 1] }],
  ['FD00::/0', { family: 6, address: 'fd00::', length: 0 }],
])('parseInterface(%s)', (text, ok) => expect(parseInterface(text)).toMatchObject({ ok }));

const faultOf = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value).error?.issues[0]?.message;

test.each<[string, z.ZodType, unknown, string]>([
  ['a prefix', ipPrefix, '10.0.100.11/24', 'prefix "10.0.100.11/24" has host bits set; write 10.0.100.0/24'],
  [
    'an address',
    ipInterface,
    '10.0.100.0/24',
    'address "10.0.100.0/24" is the address of its network; a host needs another one',
  ],
  [
    'an address',
    ipAddress,
    'fe80::1%eth0',
    'address "fe80::1%eth0" has a zone; leave out what follows the %',
  ],
  [
    'an address',
    ipAddress,
    '::ffff:1.2.3.4',
    'address "::ffff:1.2.3.4" is an IPv4 address mapped into IPv6; write the IPv4 address',
  ],
  [
    'a name',
    ifname,
    'abcdefghijklmnop',
    'interface name "abcdefghijklmnop" has 16 bytes, the kernel takes 15 (TL107); give a shorter name',
  ],
  [
    'a MAC address',
    macAddress,
    '01:00:5e:00:00:01',
    'MAC address "01:00:5e:00:00:01" is a multicast address; a link needs a unicast one',
  ],
  ['a PCI address', pciAddress, '01:00.0', 'is not a PCI address such as 0000:01:00.0'],
  ['a reference', linkRef, '@pci:../../x', 'is not a PCI address such as 0000:01:00.0'],
  ['a reference', linkRef, '@driver:a b', 'is not the name of a driver such as ixgbe or virtio_net'],
  ['a reference', linkRef, '@mac:1', 'MAC address "1" is not six octets such as 52:54:00:12:34:56'],
  ['an MTU', mtu, 67, 'MTU must be at least 68 octets (RFC 791)'],
])('%s tells what is wrong: %#', (_name, schema, value, message) =>
  expect(faultOf(schema, value)).toBe(message),
);

test('a name has at most fifteen bytes, whatever they are', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'Z', '9', '_', '.', '-', '+'), maxLength: 20 }),
      name => {
        const good = name.length >= 1 && name.length <= 15 && /^[aZ9_]/.test(name);
        expect(ifnameFault(name) === undefined).toBe(good);
      },
    ),
  );
});

test.each([
  ['@mac:52:54:00:12:34:56', true],
  ['@pci:0000:01:00.0', true],
  ['@driver:virtio_net', true],
  ['eno1', false],
])('%s is matched on the host: %s', (ref, matched) => {
  expect(linkRef.safeParse(ref).success).toBe(true);
  expect(isMatchedRef(ref)).toBe(matched);
});

test('a reference to an address is kept in the form in which a host prints it', () => {
  expect(linkRef.parse('@mac:52-54-00-AB-CD-EF')).toBe('@mac:52:54:00:ab:cd:ef');
});
