import type { z } from 'zod';
import type { PropertyChange } from '../../lib/kind';
import {
  rangesOf,
  renderRange,
  renderVlans,
  type VlanRange,
  vlanId,
  vlanRanges,
  vlansOf,
} from '../../lib/net';
import type { BatchStep } from '../../lib/script/step';
import type { Facts } from '../../lib/state/facts';
import { vlansProbe } from './vlans.probe';

/** The VLANs that a port is in, or the bridge itself as its own port: all of them, so that others are drift. */
export interface PortVlans {
  readonly tagged?: string;
  readonly untagged?: string;
  readonly pvid?: number | null;
}

/** Part of a schema. */
export const portVlans = {
  tagged: vlanRanges.optional(),
  untagged: vlanRanges.optional(),
  /** Null for none. */
  pvid: vlanId.nullable().optional(),
};

/** What the kernel gives each new port, where `vlan_default_pvid` is the kernel's own. */
export const defaultVlans = { tagged: '', untagged: '1', pvid: 1 };

/** Whoever says a word of VLANs says all: what is not named is not there. */
export function whole<P extends PortVlans>(props: P): P {
  const { tagged, untagged, pvid } = props;
  if (tagged === undefined && untagged === undefined && pvid === undefined) return props;
  return { ...props, tagged: tagged ?? '', untagged: untagged ?? '', pvid: pvid ?? null };
}

export function refuseVlans({ tagged = '', untagged = '', pvid }: PortVlans, context: z.RefinementCtx): void {
  const bare = new Set(vlansOf(untagged));
  const both = vlansOf(tagged).filter(id => bare.has(id));
  const refuse = (field: keyof PortVlans, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  if (both.length > 0)
    refuse('untagged', `VLAN ${renderVlans(both)} is tagged as well; a VLAN leaves a port in one way`);
  if (pvid && !bare.has(pvid) && !vlansOf(tagged).includes(pvid))
    refuse('pvid', `the port is not in VLAN ${pvid}; add it to untagged (or to tagged)`);
}

/** Nothing where nobody asked. */
export function seenVlans(facts: Facts, ifname: string): PortVlans {
  const all = facts.read(vlansProbe);
  if (!all) return {};
  const own = all.filter(port => port.ifname === ifname).flatMap(port => port.vlans ?? []);
  const ids = (one: (typeof own)[number]): number[] =>
    vlansOf(renderRange([one.vlan, one.vlanEnd ?? one.vlan]));
  const isBare = (one: (typeof own)[number]) => one.flags?.includes('Egress Untagged') === true;
  return {
    tagged: renderVlans(own.filter(one => !isBare(one)).flatMap(ids)),
    untagged: renderVlans(own.filter(isBare).flatMap(ids)),
    pvid: own.find(one => one.flags?.includes('PVID'))?.vlan ?? null,
  };
}

/** How the port is in each VLAN, in words of bridge(8). */
function memberships({ tagged = '', untagged = '', pvid }: PortVlans): Map<number, string> {
  const words = (id: number, way: string) => (id === pvid ? `pvid ${way}` : way).trim();
  return new Map([
    ...vlansOf(tagged).map(id => [id, words(id, '')] as const),
    ...vlansOf(untagged).map(id => [id, words(id, 'untagged')] as const),
  ]);
}

const line = (
  verb: 'add' | 'del',
  port: readonly string[],
  range: VlanRange,
  words: readonly string[],
): BatchStep => ({
  tool: 'bridge',
  args: ['vlan', verb, 'dev', port[0]!, 'vid', renderRange(range), ...words, ...port.slice(1)],
});

/** The new PVID comes first: no moment without one. */
function joins(
  port: readonly string[],
  after: ReadonlyMap<number, string>,
  before?: ReadonlyMap<number, string>,
): BatchStep[] {
  const ways = new Map<string, number[]>();
  for (const [id, way] of after) if (before?.get(id) !== way) ways.set(way, [...(ways.get(way) ?? []), id]);
  return [...ways]
    .sort(([a], [b]) => Number(b.startsWith('pvid')) - Number(a.startsWith('pvid')))
    .flatMap(([way, ids]) =>
      rangesOf(ids).map(range => line('add', port, range, way.split(' ').filter(Boolean))),
    );
}

const leaves = (port: readonly string[], ids: Iterable<number>): BatchStep[] =>
  rangesOf(ids).map(range => line('del', port, range, []));

const everyVlan = Array.from({ length: 4094 }, (_, index) => index + 1);

/**
 * From any VLANs to these, without touching one that stays: br_process_vlan_info goes over a range and takes away
 * what is there of it. `port` is the link's name, with `self` for a bridge's own.
 */
export function setVlans(port: readonly string[], wanted: PortVlans): BatchStep[] {
  if (wanted.tagged === undefined) return [];
  const after = memberships(wanted);
  return [
    ...joins(port, after),
    ...leaves(
      port,
      everyVlan.filter(id => !after.has(id)),
    ),
  ];
}

const isVlans = (name: string): name is keyof PortVlans => Object.hasOwn(portVlans, name);

/** Only the VLANs that differ: what passes by the others goes on. */
export function changeVlans(
  port: readonly string[],
  wanted: PortVlans,
  changes: readonly PropertyChange[],
): BatchStep[] {
  const changed = changes.filter(change => 'to' in change && change.to !== undefined && isVlans(change.name));
  if (changed.length === 0) return [];
  const froms = changed.map(change => [change.name, 'from' in change ? change.from : undefined]);
  if (froms.some(([, from]) => from === undefined)) return setVlans(port, wanted);
  const before = memberships({ ...wanted, ...Object.fromEntries(froms) });
  const after = memberships(wanted);
  return [
    ...joins(port, after, before),
    ...leaves(
      port,
      [...before.keys()].filter(id => !after.has(id)),
    ),
  ];
}
