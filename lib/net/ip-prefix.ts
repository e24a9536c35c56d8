import ipaddr from 'ipaddr.js';
import { z } from 'zod';

export type Family = 4 | 6;

/** An address with the length of its network's prefix, parsed. */
export interface IpInterface {
  readonly family: Family;
  /** Canonical text of the address (RFC 5952 for IPv6). */
  readonly address: string;
  readonly length: number;
  readonly octets: readonly number[];
}

type Parsed = { ok: IpInterface } | { fault: string };

function parseOctets(text: string): { family: Family; octets: number[]; address: string } | string {
  if (text.includes('%')) return 'has a zone; leave out what follows the %';
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    const parsed = ipaddr.IPv4.parse(text);
    return { family: 4, octets: parsed.toByteArray(), address: parsed.toString() };
  }
  if (!text.includes(':') || !ipaddr.IPv6.isValid(text)) return 'is not an IPv4 or IPv6 address';
  const parsed = ipaddr.IPv6.parse(text);
  if (parsed.isIPv4MappedAddress()) return 'is an IPv4 address mapped into IPv6; write the IPv4 address';
  return { family: 6, octets: parsed.toByteArray(), address: parsed.toString() };
}

/** Reads `address/length`. Never throws. */
export function parseInterface(text: string): Parsed {
  const [head = '', tail, ...rest] = text.split('/');
  if (tail === undefined || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(tail))
    return { fault: 'has no prefix length; write it as address/length, such as 10.0.100.11/24' };
  const parsed = parseOctets(head);
  if (typeof parsed === 'string') return { fault: parsed };
  const length = Number(tail);
  const most = parsed.family === 4 ? 32 : 128;
  if (length > most) return { fault: `has a prefix length over ${most}` };
  return { ok: { ...parsed, length } };
}

/** Octets of the network that an address is in. */
function networkOctets(octets: readonly number[], length: number): number[] {
  return octets.map((octet, index) => {
    const bits = Math.min(8, Math.max(0, length - index * 8));
    return octet & (0xff << (8 - bits)) & 0xff;
  });
}

const toText = (octets: readonly number[]): string => ipaddr.fromByteArray([...octets]).toString();

/** The network of `address/length`, as `network/length`. */
export function networkOf(text: string): string {
  const parsed = mustParse(text);
  return `${toText(networkOctets(parsed.octets, parsed.length))}/${parsed.length}`;
}

function mustParse(text: string): IpInterface {
  const parsed = parseInterface(text);
  if ('fault' in parsed) throw new RangeError(`${JSON.stringify(text)} ${parsed.fault}`);
  return parsed.ok;
}

/** True when the address (without length) is inside the prefix. */
export function contains(prefix: string, address: string): boolean {
  const outer = mustParse(prefix);
  const inner = parseOctets(address);
  if (typeof inner === 'string' || inner.family !== outer.family) return false;
  return (
    networkOctets(inner.octets, outer.length).join() === networkOctets(outer.octets, outer.length).join()
  );
}

/**
 * The n-th address of a prefix with the prefix's length: `hostOf('10.0.100.0/24', 11)` is `10.0.100.11/24`.
 * Throws RangeError when n is outside the prefix, or names its network or (IPv4) broadcast address.
 */
export function hostOf(prefix: string, n: number): string {
  const { octets, length, family } = mustParse(prefix);
  const bits = octets.length * 8 - length;
  const size = 2n ** BigInt(bits);
  if (!Number.isInteger(n) || n < 0 || BigInt(n) >= size)
    throw new RangeError(`host ${n} is outside ${prefix}, which holds ${size} addresses`);
  const edges = family === 4 && bits > 1;
  if (edges && (n === 0 || BigInt(n) === size - 1n))
    throw new RangeError(`host ${n} of ${prefix} is its ${n === 0 ? 'network' : 'broadcast'} address`);
  let value =
    networkOctets(octets, length).reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n) + BigInt(n);
  const out = octets.map(() => 0);
  for (let index = out.length - 1; index >= 0; index--, value >>= 8n) out[index] = Number(value & 0xffn);
  return `${toText(out)}/${length}`;
}

/** The family of an address or prefix in canonical text. */
export const familyOf = (text: string): Family => (text.includes(':') ? 6 : 4);

/** An address with its prefix length, canonical: what a link carries. Refuses the network's own address. */
export const ipInterface = z.string().transform((text, context) => {
  const parsed = parseInterface(text);
  const fault = 'fault' in parsed ? parsed.fault : interfaceFault(parsed.ok);
  if (fault === undefined && 'ok' in parsed) return `${parsed.ok.address}/${parsed.ok.length}`;
  context.addIssue({ code: 'custom', message: `address ${JSON.stringify(text)} ${fault}` });
  return z.NEVER;
});

function interfaceFault({ family, octets, length }: IpInterface): string | undefined {
  if (length === 0) return 'has prefix length 0; write the length of its network';
  const network = networkOctets(octets, length).join() === octets.join();
  const edges = family === 4 ? length < 31 : length < 127;
  if (network && edges) return 'is the address of its network; a host needs another one';
  if ((octets[0] ?? 0) >= 224 && family === 4) return 'is not a unicast address';
  if (octets[0] === 0xff && family === 6) return 'is a multicast address';
  return undefined;
}

/** A network: `10.0.100.0/24`. Refuses set host bits, since they are most often a slip. */
export const ipPrefix = z.string().transform((text, context) => {
  const parsed = parseInterface(text);
  if ('fault' in parsed) {
    context.addIssue({ code: 'custom', message: `prefix ${JSON.stringify(text)} ${parsed.fault}` });
    return z.NEVER;
  }
  const canonical = `${parsed.ok.address}/${parsed.ok.length}`;
  const network = networkOf(canonical);
  if (network === canonical) return canonical;
  context.addIssue({
    code: 'custom',
    message: `prefix ${JSON.stringify(text)} has host bits set; write ${network}`,
  });
  return z.NEVER;
});

/** A single address without prefix length, canonical. */
export const ipAddress = z.string().transform((text, context) => {
  const parsed = parseOctets(text);
  if (typeof parsed !== 'string') return parsed.address;
  context.addIssue({ code: 'custom', message: `address ${JSON.stringify(text)} ${parsed}` });
  return z.NEVER;
});

/** True for an address, in canonical text, that many hosts listen to. */
export const isMulticast = (text: string): boolean =>
  familyOf(text) === 6 ? text.startsWith('ff') : /^2(2[4-9]|3\d)\./.test(text);
