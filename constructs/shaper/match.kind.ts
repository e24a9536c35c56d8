import { z } from 'zod';
import { familyOf, ipPrefix, vlanId } from '../../lib/net';

/** Names of code points (RFC 2474, 2597, 3246, 5865). */
const CODE_POINTS: Readonly<Record<string, number>> = {
  ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map(n => [`cs${n}`, n * 8])),
  ...Object.fromEntries(
    [1, 2, 3, 4].flatMap(n => [1, 2, 3].map(drop => [`af${n}${drop}`, n * 8 + drop * 2])),
  ),
  ef: 46,
  'voice-admit': 44,
};

const ALL_BITS = 0xffffffff;
const mark = z.number().int().min(1).max(ALL_BITS);

const dscp = z.union([z.number().int().min(0).max(63), z.string()]).transform((value, context) => {
  const found = typeof value === 'number' ? value : CODE_POINTS[value];
  if (found !== undefined) return found;
  context.addIssue({
    code: 'custom',
    message: `${JSON.stringify(value)} is no DSCP; give 0 to 63, ef, cs0 to cs7 or af11 to af43`,
  });
  return z.NEVER;
});

/** Every packet of a family is what cls_flower keeps no key for: it could not be told from one without a prefix. */
const someOf = ipPrefix.refine(prefix => !prefix.endsWith('/0'), {
  message: 'is every packet of its family; give a longer prefix, or leave it out',
});

/** What a packet must be like. All that is given must hold. */
export const match = z
  .strictObject({
    vlanId: vlanId.optional(),
    vlanPriority: z.number().int().min(0).max(7).optional(),
    dscp: dscp.optional(),
    from: someOf.optional(),
    to: someOf.optional(),
    mark: mark.optional(),
    markMask: mark.optional(),
  })
  .superRefine((props, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    const { from, to, mark: wanted, markMask, ...rest } = props;
    const others = [from, to, ...Object.values(rest)].some(value => value !== undefined);
    if (wanted === undefined && !others) refuse('vlanId', 'a match needs something to look for');
    // cls_fw knows marks only, and cls_flower knows none.
    if (wanted !== undefined && others) refuse('mark', 'cannot be asked together with what is in the packet');
    if (markMask !== undefined && wanted === undefined) refuse('markMask', 'is of no use without mark');
    if (wanted !== undefined && markMask !== undefined && (wanted & ~markMask) !== 0)
      refuse('mark', 'has bits that are not in markMask, and would never be found');
    if (from !== undefined && to !== undefined && familyOf(from) !== familyOf(to))
      refuse('to', `${to} is not of the family of ${from}`);
  })
  // The kernel tells no mask that has all bits.
  .transform(({ markMask, ...rest }) => ({
    ...rest,
    ...(markMask !== undefined && markMask !== ALL_BITS && { markMask }),
  }));

export type Match = z.infer<typeof match>;

/** What is in a match's place and is none: each filter as `preference text`. */
export interface Unknown {
  readonly unknown: readonly string[];
}

export type Words = readonly (string | number)[];

/** A match is up to two filters, and they have consecutive preferences. */
export const PER_MATCH = 2;
export const MOST_MATCHES = 8;
const PER_CLASS = PER_MATCH * MOST_MATCHES;

/** Preferences follow the number of the class, so that classes are asked in that order. */
export const preferenceOf = (classId: number, slot: number, nth: number): number =>
  classId * PER_CLASS + slot * PER_MATCH + nth;

/** cls_flower looks into IPv4 or into IPv6: a code point without an address is asked for in both. */
function familiesOf({ from, to, dscp: point }: Match): readonly (4 | 6 | undefined)[] {
  const address = from ?? to;
  if (address !== undefined) return [familyOf(address)];
  return point === undefined ? [undefined] : [4, 6];
}

const PROTOCOL = { 4: 'ip', 6: 'ipv6' } as const;

/** Behind a tag the protocol is that of the tag, and what it carries is a key. */
function flower(one: Match, family: 4 | 6 | undefined): Words {
  const tagged = one.vlanId !== undefined || one.vlanPriority !== undefined;
  const inner = family && PROTOCOL[family];
  const key = (word: string, value: string | number | undefined) =>
    value === undefined ? [] : [word, value];
  return [
    ...['handle', 1, 'protocol', tagged ? '802.1Q' : (inner ?? 'all'), 'flower'],
    ...key('vlan_id', one.vlanId),
    ...key('vlan_prio', one.vlanPriority),
    ...(tagged ? key('vlan_ethtype', inner) : []),
    ...(one.dscp === undefined ? [] : ['ip_tos', `0x${(one.dscp * 4).toString(16)}/0xfc`]),
    ...key('src_ip', one.from),
    ...key('dst_ip', one.to),
  ];
}

/** The filters of a match, as words of tc(8) behind the preference. */
export const wordsOf = (one: Match): readonly Words[] => {
  if (one.mark === undefined) return familiesOf(one).map(family => flower(one, family));
  const mask = one.markMask === undefined ? '' : `/0x${one.markMask.toString(16)}`;
  return [['protocol', 'all', 'handle', `0x${one.mark.toString(16)}${mask}`, 'fw']];
};

/** A preference, and the words behind it. */
export interface Numbered {
  readonly preference: number;
  readonly words: Words;
}

/** The filters of what is in one place of the list. */
export function filtersOf(classId: number, slot: number, one: Match | Unknown): readonly Numbered[] {
  if ('unknown' in one)
    return [...new Set(one.unknown.map(text => Number.parseInt(text, 10)))].map(preference => ({
      preference,
      words: [],
    }));
  return wordsOf(one).map((words, nth) => ({ preference: preferenceOf(classId, slot, nth), words }));
}
