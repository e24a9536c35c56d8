import type { Obstacle } from '../../lib/kind';
import type { BatchStep, CallStep, ShellFunction } from '../../lib/script/step';
import type { Facts } from '../../lib/state/facts';
import { PREFERENCES, tc, tcLenient } from './tc.kind';
import { type HostFilter, trafficProbe } from './traffic.probe';

/** Where a frame passes a link: as it is received, or as it is sent. */
export type Way = 'ingress' | 'egress';

/** Which of our filters it is: for one VLAN, or for all frames; or for the BPDUs to one address. */
export type Place =
  | {
      readonly link: string;
      readonly way: Way;
      readonly what: 'mirror' | 'police';
      readonly vlanId?: number | null;
    }
  | { readonly link: string; readonly way: Way; readonly what: 'bpdu'; readonly group: number };

/** Where BPDUs are sent: IEEE 802.1D, 802.1ad, and PVST+ of each VLAN. */
export const BPDU_GROUPS = ['01:80:c2:00:00:00', '01:80:c2:00:00:08', '01:00:0c:cc:cc:cd'];

interface Numbers {
  readonly preference: number;
  readonly handle: number;
  readonly protocol: string;
}

/** Filters of all VLANs have one preference, and the VLAN is the handle. */
function numbersOf(place: Place): Numbers {
  if (place.what === 'bpdu')
    return { preference: PREFERENCES.bpdu, handle: place.group + 1, protocol: 'all' };
  const { what, vlanId } = place;
  if (!vlanId) return { preference: PREFERENCES[`${what}All`], handle: 1, protocol: 'all' };
  return { preference: PREFERENCES[`${what}Vlan`], handle: vlanId, protocol: '802.1Q' };
}

/** What the filter looks for. */
function lookingFor(place: Place): (string | number)[] {
  if (place.what === 'bpdu') return ['dst_mac', BPDU_GROUPS[place.group]!];
  return place.vlanId ? ['vlan_id', place.vlanId] : [];
}

const words = (verb: string, place: Place): (string | number)[] => {
  const { preference, handle, protocol } = numbersOf(place);
  const at = ['filter', verb, 'dev', place.link, place.way, 'pref', preference, 'handle', handle];
  return [...at, 'protocol', protocol, 'flower'];
};

/**
 * The qdisc that holds filters of both ways; there may be one already (net/sched/sch_ingress.c: replacing it by
 * itself changes nothing).
 */
export const holdFilters = (link: string): BatchStep => tc(['qdisc', 'replace', 'dev', link, 'clsact']);

/** Makes the filter, or changes its action. */
export const putFilter = (place: Place, action: readonly (string | number)[]): BatchStep =>
  tc([...words('replace', place), ...lookingFor(place), 'action', ...action]);

const RELEASE: ShellFunction = {
  name: 'release_clsact',
  text: `release_clsact() { # LINK...: a clsact qdisc on which nobody has a filter any more
  for link in "$@"; do
    case $(tc qdisc show dev "$link" 2>/dev/null) in *'qdisc clsact ffff:'*) ;; *) continue ;; esac
    [ -n "$(tc filter show dev "$link" ingress && tc filter show dev "$link" egress)" ] ||
      tc qdisc del dev "$link" clsact || return 1
  done
}
`,
};

const DROP_BPDUS: ShellFunction = {
  name: 'drop_bpdu_filters',
  text: `drop_bpdu_filters() { # LINK, ingress or egress
  [ -z "$(tc filter show dev "$1" "$2" pref ${PREFERENCES.bpdu} 2>/dev/null)" ] || tc filter del dev "$1" "$2" pref ${PREFERENCES.bpdu}
}
`,
};

/** Takes all filters for BPDUs away, however many of them are there, and what held them. */
export const dropBpduFilters = (link: string, ways: readonly Way[]): CallStep[] => [
  ...ways.map(way => ({ tool: 'call' as const, function: DROP_BPDUS, args: [link, way] })),
  { tool: 'call', function: RELEASE, args: [link] },
];

/** Takes the filter away, and with the last one of anybody what held them. */
export const dropFilter = (place: Place): BatchStep => ({
  ...tcLenient(words('del', place)),
  afterwards: { function: RELEASE, arg: place.link },
});

/** Lines below a filter that tell whether a NIC does its work. */
const OF_HARDWARE = new Set(['in_hw', 'not_in_hw', 'used_hw_stats', 'skip_hw', 'skip_sw']);

/** What a filter looks for. */
export const keysOf = ({ keys }: HostFilter): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(keys).filter(([key]) => !OF_HARDWARE.has(key)));

/** The one action of our filter, or nothing where it looks for something else, or does more. */
export function actionOf(filter: HostFilter, place: Place): string {
  const wanted = lookingFor(place).join(' ');
  const [action = '', ...more] = filter.actions;
  const asked = Object.entries(keysOf(filter)).flat().join(' ') === wanted;
  return filter.classifier === 'flower' && asked && more.length === 0 ? action : '';
}

/** Our filter at this place. */
export function seenFilter(facts: Facts, place: Place): HostFilter | undefined {
  const { preference, handle } = numbersOf(place);
  return facts
    .read(trafficProbe)
    .filters.find(
      filter =>
        filter.dev === place.link &&
        filter.at === place.way &&
        filter.preference === preference &&
        Number(filter.handle) === handle,
    );
}

/** The older qdisc has the place of clsact and one way only: filters for the other would land on it all the same. */
export function ingressQdisc(facts: Facts, link: string): Obstacle | undefined {
  const there = facts.read(trafficProbe).qdiscs.some(({ dev, kind }) => dev === link && kind === 'ingress');
  return there
    ? {
        message: `${link} has an ingress qdisc of somebody else, where clsact would have to be`,
        remedy: `take it away if nobody needs it (tc qdisc del dev ${link} ingress; libvirt sets one for a domain's <bandwidth>), or leave ${link} out`,
      }
    : undefined;
}
