/**
 * The seam: a kind is a value, a table of pure functions, and the engine only calls it.
 * Adding a kind adds a folder and a line in `constructs/kinds.ts`; nothing in `lib/`.
 */
import type { z } from 'zod';
import { loopbackOf, namespaceOf } from './net';
import type { Props } from './props';
import type { Step } from './script/step';
import type { Facts, Probe } from './state/facts';

export type { Props } from './props';

/** One thing that a host should have, or was seen to have. Plain data. */
export interface Resource {
  readonly kind: string;
  readonly props: Props;
  /** Construct path, such as `fleet/kvm01/bond0`. Told in messages, never compared. */
  readonly path?: string;
  /** File and line that made it, for messages. */
  readonly source?: string;
}

/** `kind/key`, unique on a host. */
export type ResourceId = string;

/** How one property changes. Sets name what joins and what leaves; foreign members are left alone. */
export type PropertyChange =
  | { readonly name: string; readonly from: unknown; readonly to: unknown }
  | { readonly name: string; readonly add: readonly string[]; readonly drop: readonly string[] };

/** The place of a link among links. */
export interface LinkShape {
  readonly name: string;
  /** The link below, which takes this one with it when it goes: a VLAN's. */
  readonly lower?: string;
  readonly mtu?: number;
  /** Octets that it adds to each packet: a tunnel's outer headers. @default 0 */
  readonly overhead?: number;
  /** True when the kernel does not bring it up while the link below is down, and closes it with that: a VLAN. */
  readonly needsLowerUp?: boolean;
  /** The other end, a link that comes and goes with this one: a veth's. */
  readonly peer?: { readonly name: string; readonly mtu?: number };
}

/** The names of the links that a resource of this shape is. An end where nobody looked has been seen without one. */
export const namesOf = (shape: LinkShape | undefined): readonly string[] =>
  shape === undefined ? [] : [shape.name, ...(shape.peer?.name ? [shape.peer.name] : [])];

/** Where pictures place a link, on the way from the wire to the guest. */
export type Column = 'nic' | 'bond' | 'vlan' | 'bridge' | 'guest';

/** What a resource is in the eyes of the checks, which know no kinds. */
export interface Traits {
  /** An address of the host, with prefix length. */
  readonly address?: string;
  readonly mac?: string;
  /** The tag that a link adds to what it sends. */
  readonly vlan?: { readonly link: string; readonly id: number };
  /** The tags with which a link's frames leave, where another resource says which: a port of a bridge. In order. */
  readonly tags?: { readonly link: string; readonly ids: readonly number[] };
  /** A link that gets an address of this family from a server: nobody knows it before. */
  readonly leases?: { readonly link: string; readonly family: 4 | 6 };
  /** Where the name servers that the host asks come from. */
  readonly nameServers?: 'declared' | 'leased';
  readonly defaultRoute?: { readonly family: 4 | 6; readonly table: number; readonly via?: string };
  /** What a person said of the switch port behind a NIC. */
  readonly nativeVlan?: number;
  readonly carries?: readonly number[];
  /** Whether a bridge breaks loops. */
  readonly breaksLoops?: boolean;
  /** Whether a bridge learns no address and sends every frame to all ports. */
  readonly floods?: boolean;
  /** Whether a link has no IPv6, or all links where none is named. */
  readonly ipv6Off?: { readonly link?: string; readonly off: boolean };
  /** Frames of a link that are sent out by another one as well. */
  readonly mirror?: {
    readonly link: string;
    readonly to: string;
    readonly ways: readonly ('ingress' | 'egress')[];
  };
}

/** What is in a resource's place on the host and is not ours to take away, or is not there and ought to be. */
export interface Obstacle {
  readonly message: string;
  readonly remedy: string;
}

/** What the host must have for a kind, and the Debian and RHEL packages that bring it. */
export interface Need {
  /** A program, or several of which any one will do. */
  readonly tool?: string | readonly string[];
  readonly module?: string;
  readonly packages: { readonly debian: string; readonly rhel: string };
}

/** Properties as a host has them; null where it has none, which a tag, a primary port or a search list may be. */
export type Observed<P extends Props> = { readonly [Name in keyof P]?: P[Name] | null };

/** What a resource that nobody declares is derived from. */
export interface Circumstances {
  /** What was declared, with stand-ins. */
  readonly resources: readonly Resource[];
  /** Links that are wanted, taken as ports, or carry addresses that are wanted. */
  readonly links: ReadonlySet<string>;
  /** Whether links may be taken from other network managers. */
  readonly takeOver: boolean;
  readonly facts: Facts;
  /** What was derived of this kind when the host was confirmed last. */
  readonly before: readonly Props[];
}

export interface Kind<P extends Props = Props> {
  /** As written in an intent: `bond`, `ovs-bridge`. */
  readonly name: string;
  /** One sentence for the schema and the docs. */
  readonly summary: string;
  readonly schema: z.ZodType<P>;
  /** Identity within its kind on one host. */
  key(props: P): string;
  /** As a person names it in a plan: `bond0.200 (id 200 on bond0)`. */
  describe(props: P): string;

  /** The link that it is. */
  link?(props: P): LinkShape | undefined;
  /** The column of that link in pictures. @default 'nic' */
  readonly column?: Column;
  /** Links that become its ports. */
  ports?(props: P): readonly string[];
  /** The link that it lives on and is lost with: an address's, a route's. */
  on?(props: P): string | undefined;
  /** The controller in which its link has the place that it belongs to: it is not given back once the link has left. */
  portOf?(props: P): string;
  /** Whatever else must come first: `link:NAME`, `KIND/KEY`, or `kind:NAME` for all of a kind. */
  requires?(props: P): readonly string[];

  /** True when it can be in a network namespace. */
  readonly namespaced?: true;
  traits?(props: P): Traits;

  /** Never created nor removed, only changed and given back: NICs, sysctls. One that came with its link goes with it. */
  readonly adopted?: true;
  /** Properties that are sets of names. Members that nobody asked for are foreign and stay. */
  readonly sets?: readonly string[];
  /** Properties that the kernel cannot change in place. */
  readonly immutable?: readonly string[];
  /** True for a change that it refuses in place, though it takes others of that property. */
  remakes?(change: PropertyChange): boolean;
  /** Facts that a person states about the world outside the host, such as a switch port's native VLAN. */
  readonly annotations?: readonly string[];
  /** The kernel's own values, for a property that a person no longer sets. */
  readonly defaults?: Observed<P>;
  /** True when its properties make sense together only, so that none is given back by itself: a route's. */
  readonly whole?: true;
  /** True when the state outlives a reboot by itself, so that a revert must undo it after one as well. */
  readonly survivesReboot?: true;
  /** True when it is gone after its link went down, though the link came back: a route. */
  readonly lostWhenDown?: (props: P) => boolean;
  /**
   * What stays on the host only while one of those who uphold it does: a link's IPv4 routes, its IPv4 addresses.
   * `link:NAME` upholds what is spoilt without that link: a mirror, whose copies go there.
   */
  upholds?(props: P): readonly string[];
  upheldBy?(props: P): readonly string[];
  /** True when these changes spoil what it upholds, though it stays: a bridge's default VLAN, its ports' VLANs. */
  spoils?(changes: readonly PropertyChange[]): boolean;
  /** Properties of its ports that it sets: a bond's ports have its MTU. */
  readonly governs?: readonly string[];
  /** True when ports that leave it are left closed: a bond's. */
  readonly closesPorts?: true;
  /**
   * True when ports that join it do so before others leave it, so that it is never without one: a bond. A bridge would
   * have a loop for that moment.
   */
  readonly joinsFirst?: true;
  /** True when its coming, changing and going takes the link that it lives on down for a moment: being in a VRF. */
  readonly cycles?: true;
  /** True when these changes take the link down for a moment. */
  downs?(changes: readonly PropertyChange[]): boolean;

  /** For the one kind that stands for links which nobody declared. */
  readonly stands?: {
    for(ifname: string): P;
    /** What being taken as a port, being released closed, and carrying a link that needs it up make of it. */
    readonly taken: Partial<P>;
    readonly closed: Partial<P>;
    readonly opened: Partial<P>;
  };

  readonly needs?: (props: P) => readonly Need[];
  readonly probes: readonly Probe<unknown>[];
  /** What the host has under this identity, in the kind's own properties, or undefined. */
  observe(props: P, facts: Facts): Observed<P> | undefined;
  /** Why what is there does not work yet, though it will by itself: an address in duplicate address detection. */
  underway?(props: P, facts: Facts): string | undefined;
  /** Why it cannot be made: somebody else's is in its place. Asked while it is not ours yet. */
  obstacle?(props: P, facts: Facts): Obstacle | undefined;
  /** Why it cannot be made or kept: it names what the host has not, a zone of its firewall. Asked whoever made it. */
  unknown?(props: P, facts: Facts): Obstacle | undefined;
  /** All that the host has of this kind, owned or not; for kinds that are lost with a link. */
  list?(facts: Facts): readonly Observed<P>[];

  /** What a host needs of this kind beside what was declared: another manager told to leave our links alone. */
  derive?(given: Circumstances): readonly P[];
  /** True when it comes before all else, and goes after all else: whoever else configures our links. */
  readonly outermost?: true;
  /** Links that whoever is told this configures once it goes. What was on them is not ours to give back. */
  keptFrom?(props: P): readonly string[];

  create(props: P): readonly Step[];
  update(props: P, changes: readonly PropertyChange[]): readonly Step[];
  /** Steps of these changes that come before anything is taken: VLAN filtering is off before its ports lose VLANs. */
  begin?(props: P, changes: readonly PropertyChange[]): readonly Step[];
  /** Steps of these changes that wait until all else is put: VLAN filtering, for the VLANs of the bridge's ports. */
  finish?(props: P, changes: readonly PropertyChange[]): readonly Step[];
  remove(props: P): readonly Step[];
}

// biome-ignore lint/suspicious/noExplicitAny: a table of kinds holds kinds of every property type
export type AnyKind = Kind<any>;

/** The kinds that a build of Trunkline knows. */
export class Registry {
  readonly #kinds = new Map<string, AnyKind>();

  constructor(kinds: readonly AnyKind[]) {
    for (const kind of kinds) {
      if (this.#kinds.has(kind.name)) throw new Error(`kind '${kind.name}' is registered twice`);
      this.#kinds.set(kind.name, kind);
    }
  }

  get all(): readonly AnyKind[] {
    return [...this.#kinds.values()];
  }

  has(name: string): boolean {
    return this.#kinds.has(name);
  }

  of(resource: { readonly kind: string }): AnyKind {
    const kind = this.#kinds.get(resource.kind);
    if (kind) return kind;
    throw new RangeError(
      `kind '${resource.kind}' is unknown; known are ${[...this.#kinds.keys()].join(', ')}`,
    );
  }

  id(resource: Resource): ResourceId {
    return `${resource.kind}/${this.of(resource).key(resource.props)}`;
  }

  /** A resource that stands for a link which nobody declared. */
  standIn(ifname: string): Resource {
    const kind = this.all.find(candidate => candidate.stands);
    if (!kind?.stands) throw new Error('no registered kind stands for undeclared links');
    return { kind: kind.name, props: kind.stands.for(ifname) };
  }

  /** What a resource can be required as. */
  provides(resource: Resource): readonly string[] {
    const kind = this.of(resource);
    const names = namesOf(kind.link?.(resource.props));
    return [this.id(resource), `kind:${kind.name}`, ...names.map(name => `link:${name}`)];
  }

  /** What must be there before a resource: its lower link, its ports, its link, and what else it names. */
  requires(resource: Resource): readonly string[] {
    const kind = this.of(resource);
    const { props } = resource;
    const lower = kind.link?.(props)?.lower;
    const on = kind.on?.(props);
    const links = [...(lower ? [lower] : []), ...(kind.ports?.(props) ?? []), ...(on ? [on] : [])];
    const own = namesOf(kind.link?.(props));
    const loopbacks = this.namespaces(resource)
      .map(loopbackOf)
      .filter(name => !own.includes(name));
    return [...[...links, ...loopbacks].map(name => `link:${name}`), ...(kind.requires?.(props) ?? [])];
  }

  /** Network namespaces in which it is: a cable between two of them is in both. */
  namespaces(resource: Resource): readonly string[] {
    const kind = this.of(resource);
    const on = kind.on?.(resource.props);
    const links = [...namesOf(kind.link?.(resource.props)), ...(on ? [on] : [])];
    const found = links.flatMap(name => namespaceOf(name) ?? []);
    const named = resource.props.namespace;
    return [...new Set([...found, ...(typeof named === 'string' ? [named] : [])])];
  }
}
