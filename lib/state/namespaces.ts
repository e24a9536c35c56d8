import { NAMESPACES, within } from '../net';
import { quote } from '../script/quote';
import type { Probe } from './facts';
import { type HostLink, linksProbe, parseIpJson } from './links.probe';

/** What a place answered: the host itself, or a network namespace. */
export interface PlaceAnswers {
  /** @default the host itself */
  readonly namespace?: string;
  /** By probe. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** Names of other namespaces by the numbers that they have in here; the host's own has no name. */
  readonly numbers: ReadonlyMap<number, string | undefined>;
}

/** Which of these namespaces are there: those that are mounted, since a file alone is none. Others are not told. */
export const presentProgram = (namespaces: readonly string[]): string =>
  `grep -oE ' ${NAMESPACES}/(${namespaces.join('|')}) nsfs ' /proc/self/mounts || :`;

export const readPresent = (text: string): string[] => [
  ...new Set(
    text.split('\n').flatMap(line => new RegExp(`^ ${NAMESPACES}/(\\S+) nsfs `).exec(line)?.[1] ?? []),
  ),
];

/** A program that runs within a namespace, where /sys is its own (ip-netns(8), exec). */
export const withinNamespace = (
  namespace: string,
  { open, body }: { readonly open: string; readonly body: string },
): string => `if [ -e ${NAMESPACES}/${quote(namespace)} ]; then
ip netns exec ${quote(namespace)} sh ${open} || :
${body}
fi
`;

export const numbersProgram = 'ip -j netns list-id';

export const readNumbers = (text: string): ReadonlyMap<number, string | undefined> =>
  new Map(parseIpJson<{ nsid: number; name?: string }>(text).map(({ nsid, name }) => [nsid, name]));

/** Where a link's other end, or the link below it, is told by index and namespace: its name, if that place was read. */
function farLink(link: HostLink, at: PlaceAnswers, places: readonly PlaceAnswers[]): string | undefined {
  const { link_index: index, link_netnsid: number } = link;
  if (index === undefined || number === undefined || !at.numbers.has(number)) return undefined;
  const namespace = at.numbers.get(number);
  // Of all namespaces only the host's own is known here without a name.
  const place = places.find(one => one !== at && one.namespace === namespace);
  const found = (place?.answers[linksProbe.name] as readonly HostLink[] | undefined)?.find(
    one => one.ifindex === index,
  );
  return found && within(namespace, found.ifname);
}

const joined = (host: unknown, inner: unknown): unknown => {
  if (Array.isArray(inner)) return [...((host as unknown[] | undefined) ?? []), ...inner];
  return inner === undefined ? host : { ...(host as object), ...(inner as object) };
};

/** All answers of a host as one: what is in a namespace is named by it, as `blue/eth0`. */
export function gatherPlaces(
  probes: readonly Probe<unknown>[],
  places: readonly PlaceAnswers[],
): Readonly<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const place of places) {
    const named = (name: string) => within(place.namespace, name);
    for (const probe of probes) {
      if (!Object.hasOwn(place.answers, probe.name)) continue;
      const own = place.answers[probe.name];
      const answer = place.namespace === undefined ? own : probe.within?.(own, named);
      all[probe.name] =
        place.namespace === undefined ? answer : joined(all[probe.name] ?? probe.empty, answer);
    }
  }
  const links = places.flatMap(place =>
    ((place.answers[linksProbe.name] ?? []) as readonly HostLink[]).map(link => farLink(link, place, places)),
  );
  if (links.some(Boolean))
    all[linksProbe.name] = (all[linksProbe.name] as readonly HostLink[]).map((link, index) =>
      links[index] ? { ...link, link: links[index] } : link,
    );
  return all;
}
