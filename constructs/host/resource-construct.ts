import { Construct } from 'constructs';
import { ValidationError } from '../../lib/errors';
import { parseResource } from '../../lib/intent/intent';
import type { Kind, Props, Resource } from '../../lib/kind';
import { within } from '../../lib/net';
import { kinds } from '../kinds';
import { Host } from './host';
import { callerSource, seeing } from './source';

/** Anything that other constructs can stand on: a NIC, a bond, a VLAN, a bridge. */
export interface ILink {
  /** Its name on the host, or how the host finds it: `@mac:…`, `@pci:…`, `@driver:…`. */
  readonly linkName: string;
  /** Tells the link that something above it carries packets of this size. */
  raiseMtu?(mtu: number): void;
}

/** A link by construct or by name. */
export type LinkLike = ILink | string;

/** A scope whose constructs are in a network namespace. */
export interface INetworkNamespace {
  readonly namespaceName: string;
}

const namespaceIn = (scope: Construct): string | undefined =>
  scope.node.scopes.findLast((above): above is typeof above & INetworkNamespace => 'namespaceName' in above)
    ?.namespaceName;

export const nameOf = (link: LinkLike): string => (typeof link === 'string' ? link : link.linkName);

/**
 * The base of every construct that is one resource on a host. Properties are read when the app is synthesised, since
 * constructs above may still raise an MTU; a slip is told at once, with the construct's path and line.
 */
export abstract class ResourceConstruct extends Construct {
  /** The host that it belongs to. */
  readonly host: Host;
  /** The network namespace that it is in; undefined on the host itself. */
  protected readonly namespace: string | undefined;
  readonly #kind: Kind<never>;
  readonly #source = callerSource();

  protected constructor(scope: Construct, id: string, kind: unknown) {
    super(scope, id);
    this.#kind = kind as Kind<never>;
    this.host = Host.of(this);
    this.namespace = namespaceIn(scope);
    if (this.namespace !== undefined && !(this.#kind.namespaced && this.#kind.name !== 'network-namespace'))
      throw new ValidationError({
        doing: `make ${this.#kind.name}`,
        host: this.host.hostName,
        resource: this.node.path,
        found: `it is in the scope of network namespace '${this.namespace}', and ${this.#kind.name} is of the host itself`,
        remedy: seeing('give it the host as scope', this.#source),
      });
  }

  /** A link's name, in the network namespace that this construct is in. */
  protected named(name: string): string {
    return within(this.namespace, name);
  }

  /** The name of another link: one given by name is where this construct is. */
  protected nameOf(link: LinkLike): string {
    return typeof link === 'string' ? this.named(link) : link.linkName;
  }

  /** The properties as they stand now. */
  protected abstract properties(): Props;

  /** The resource that it is. Throws ValidationError. */
  toResource(): Resource {
    return parseResource(
      kinds,
      { kind: this.#kind.name, props: strip(this.properties()), path: this.node.path, source: this.#source },
      this.host.hostName,
    );
  }

  /** Says at once what is wrong. Called at the end of each constructor. */
  protected check(): void {
    this.toResource();
  }

  static isResource(construct: unknown): construct is ResourceConstruct {
    return construct instanceof ResourceConstruct;
  }
}

const strip = (props: Props): Props =>
  Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));

/** A resource that is a link. Its MTU is what was asked for, or the largest that anything above it needs. */
export abstract class LinkConstruct extends ResourceConstruct implements ILink {
  abstract readonly linkName: string;
  #raised: number | undefined;

  /** What a person set wins; a check tells when that is too small. */
  protected effectiveMtu(asked: number | undefined): number | undefined {
    return asked ?? this.#raised;
  }

  raiseMtu(mtu: number): void {
    if (this.#raised === undefined || mtu > this.#raised) this.#raised = mtu;
    this.raiseBelow(mtu);
  }

  /** Passes a needed MTU on to the links below. */
  protected raiseBelow(_mtu: number): void {}
}
