import { isPlaced } from '../net';
import { Facts } from './facts';
import { driversProbe, type HostLink, linksByName, linksProbe, pciProbe, permanentMac } from './links.probe';
import type { HostRecord } from './record';

export const STATE_FORMAT = 3;

/** Who the host is, apart from its networks. */
export interface HostIdentity {
  readonly hostname: string;
  readonly kernel: string;
  /** `ID` of os-release and what it is like: `ol rhel`, `debian`. */
  readonly os: string;
  readonly bootId: string;
  /** Address of the host on which the controller came in; undefined when it did not come over the network. */
  readonly localAddress?: string;
}

/** A transaction that is neither confirmed nor taken back yet. */
export interface PendingTransaction {
  readonly token: string;
  readonly holder: string;
}

/** All that one exec read from a host. JSON both ways. */
export interface State {
  readonly formatVersion: typeof STATE_FORMAT;
  readonly identity: HostIdentity;
  /** Tools that were looked for and found. */
  readonly tools: readonly string[];
  /** Kernel modules that were looked for and can be had. */
  readonly modules: readonly string[];
  /** What was confirmed last; undefined on a host that Trunkline never changed. */
  readonly record?: HostRecord;
  readonly pending?: PendingTransaction;
  readonly answers: Readonly<Record<string, unknown>>;
}

export const factsOf = (state: State): Facts => new Facts(state.answers);

/** The links of the host that a `@mac:`, `@pci:` or `@driver:` reference fits: one, where all is well. */
export function linksFitting(state: State, ref: string): readonly string[] {
  const facts = factsOf(state);
  const [pci, drivers] = [facts.read(pciProbe), facts.read(driversProbe)];
  const [scheme, value] = [ref.slice(0, ref.indexOf(':') + 1), ref.slice(ref.indexOf(':') + 1)];
  const fits = (link: HostLink): boolean => {
    if (scheme === '@pci:') return pci[link.ifname] === value;
    if (scheme === '@driver:') return drivers[link.ifname] === value;
    return link.linkinfo?.info_kind === undefined && permanentMac(link) === value;
  };
  return facts.read(linksProbe).flatMap(link => (!isPlaced(link.ifname) && fits(link) ? [link.ifname] : []));
}

/** The host's names for references. One that fits no link, or two, is left out. */
export function linkNames(state: State, refs: readonly string[]): ReadonlyMap<string, string> {
  const found = refs.map(ref => [ref, linksFitting(state, ref)] as const);
  return new Map(found.filter(([, links]) => links.length === 1).map(([ref, links]) => [ref, links[0]!]));
}

export const hostLinks = (state: State): ReadonlyMap<string, HostLink> =>
  linksByName(factsOf(state).read(linksProbe));
