import { keysOf } from '../traffic/clsact.kind';
import { classOf } from '../traffic/tc.kind';
import type { HostFilter } from '../traffic/traffic.probe';
import {
  type Match,
  MOST_MATCHES,
  match,
  PER_MATCH,
  preferenceOf,
  type Unknown,
  type Words,
  wordsOf,
} from './match.kind';

/** A host's address is printed without its length. */
const prefixOf = (text: string | undefined): string | undefined =>
  text === undefined || text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;

const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);

/** The match that a filter may be of. */
function guess({ classifier, handle, keys }: HostFilter): unknown {
  const [mark, markMask] = handle.split('/');
  const tos = numberOf(keys.ip_tos?.split('/')[0]);
  const all =
    classifier === 'fw'
      ? { mark: numberOf(mark), markMask: numberOf(markMask) }
      : {
          vlanId: numberOf(keys.vlan_id),
          vlanPriority: numberOf(keys.vlan_prio),
          dscp: tos === undefined ? undefined : tos >> 2,
          from: prefixOf(keys.src_ip),
          to: prefixOf(keys.dst_ip),
        };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** tc prints it as decimal or with 0x. */
const tosText = (tos: string): string => tos.split('/').map(Number).join('/');

const line = (
  protocol: string | undefined,
  classifier: string,
  handle: string | undefined,
  keys: Readonly<Record<string, string>>,
): string => [protocol, classifier, handle, ...Object.entries(keys).sort().flat()].join(' ');

/** How a filter of these words is told. */
function expected(words: Words): string {
  const at = words.map(String);
  const after = (word: string): string | undefined =>
    at.includes(word) ? at[at.indexOf(word) + 1] : undefined;
  const handle = after('handle');
  if (at.includes('fw')) return line(after('protocol'), 'fw', handle, {});
  const family = { ip: 'ipv4', ipv6: 'ipv6' }[after('vlan_ethtype') ?? after('protocol') ?? ''];
  const keys = {
    vlan_id: after('vlan_id'),
    vlan_prio: after('vlan_prio'),
    vlan_ethtype: after('vlan_ethtype'),
    eth_type: family,
    ip_tos: after('ip_tos') && tosText(after('ip_tos')!),
    src_ip: after('src_ip'),
    dst_ip: after('dst_ip'),
  };
  const given = Object.entries(keys).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return line(after('protocol'), 'flower', `0x${Number(handle).toString(16)}`, Object.fromEntries(given));
}

function told(filter: HostFilter): string {
  const keys: Record<string, string> = { ...keysOf(filter) };
  for (const word of ['src_ip', 'dst_ip']) if (keys[word]) keys[word] = prefixOf(keys[word])!;
  if (keys.ip_tos) keys.ip_tos = tosText(keys.ip_tos);
  return line(filter.protocol, filter.classifier, filter.handle, keys);
}

/** What the filters in one place are: a match of that class, or something else. */
function readSlot(filters: readonly HostFilter[], first: number, at: string): Match | Unknown {
  const one = filters[0] && match.safeParse(guess(filters[0]));
  if (one?.success) {
    const wanted = wordsOf(one.data).map((words, n) => `${first + n} ${at} ${expected(words)}`);
    const seen = filters.map(filter => `${filter.preference} ${filter.class} ${told(filter)}`);
    if (seen.join('\n') === wanted.join('\n')) return one.data;
  }
  return { unknown: filters.map(filter => `${filter.preference} ${told(filter)}`) };
}

/** The matches of a class as the host has them, in their places. */
export function seenMatches(filters: readonly HostFilter[], classId: number): readonly (Match | Unknown)[] {
  const slots: HostFilter[][] = [];
  for (const filter of filters) {
    const slot = Math.floor((filter.preference - preferenceOf(classId, 0, 0)) / PER_MATCH);
    if (slot < 0 || slot >= MOST_MATCHES) continue;
    for (let n = slots.length; n <= slot; n++) slots.push([]);
    slots[slot]!.push(filter);
  }
  return slots.map((own, slot) => readSlot(own, preferenceOf(classId, slot, 0), classOf(classId)));
}
