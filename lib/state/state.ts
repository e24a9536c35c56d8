import { Facts } from './facts';
import { type HostLink, linksByName, linksProbe, pciProbe, permanentMac } from './links.probe';
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

/** The host's names for `@mac:` and `@pci:` references. A reference that fits no link, or two, is left out. */
export function linkNames(state: State, refs: readonly string[]): ReadonlyMap<string, string> {
  const facts = factsOf(state);
  const pci = facts.read(pciProbe);
  const fits = (ref: string, link: HostLink): boolean =>
    ref.startsWith('@mac:')
      ? link.linkinfo?.info_kind === undefined && permanentMac(link) === ref.slice(5)
      : pci[link.ifname] === ref.slice(5);
  const found = refs.map(ref => [ref, facts.read(linksProbe).filter(link => fits(ref, link))] as const);
  return new Map(
    found.filter(([, links]) => links.length === 1).map(([ref, links]) => [ref, links[0]!.ifname]),
  );
}

export const hostLinks = (state: State): ReadonlyMap<string, HostLink> =>
  linksByName(factsOf(state).read(linksProbe));
