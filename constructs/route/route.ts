import type { Construct } from 'constructs';
import { namespaceOf } from '../../lib/net';
import { type LinkLike, ResourceConstruct } from '../host/resource-construct';
import { type RouteType, routeKind } from './route.kind';

/** One of several ways to a prefix. */
export interface NextHop {
  /** The gateway. */
  readonly via: string;
  /** The link to send out of. @default the one that reaches the gateway */
  readonly link?: LinkLike;
  /** Its share of the flows against the others' weights, 1 to 256. @default 1 */
  readonly weight?: number;
}

export interface RouteProps {
  /** A prefix, or `default`, which is of the family of `via`. */
  readonly to: string;
  /** The gateway. @default none: the prefix is on the link itself */
  readonly via?: string;
  /** The link to send out of. @default the one that reaches the gateway */
  readonly link?: LinkLike;
  /** The gateway is right behind `link`, though no address of the host says so. @default false */
  readonly onLink?: boolean;
  /** Several ways at once, in the place of `via` and `link`. The kernel keeps a flow on its way. @default one */
  readonly nextHops?: readonly NextHop[];
  /** A prefix that leads nowhere: packets are dropped, answered as unreachable or prohibited, or looked up further. @default unicast */
  readonly type?: RouteType;
  /** The lower wins. @default 0, and 1024 for IPv6 */
  readonly metric?: number;
  /** Number of the routing table. @default 254, main */
  readonly table?: number;
  /** Address that the host uses as source. @default the kernel's choice */
  readonly source?: string;
  /** Octets of the largest packet on this way, where it takes less than the link. @default what path MTU discovery finds, at most the link's */
  readonly mtu?: number;
  /** Octets of the largest TCP segment that the host asks its peers for. @default what the MTU leaves room for */
  readonly advMss?: number;
  /** TCP segments sent before the first is acknowledged. @default 10 */
  readonly initCwnd?: number;
  /** TCP segments for which a window is offered at first. @default the kernel's choice */
  readonly initRwnd?: number;
}

/** Where packets for a prefix go. */
export class Route extends ResourceConstruct {
  readonly #props: RouteProps;

  constructor(scope: Construct, id: string, props: RouteProps) {
    super(scope, id, routeKind);
    this.#props = props;
    this.check();
  }

  protected properties() {
    const { link, nextHops, ...rest } = this.#props;
    return {
      ...rest,
      namespace: this.namespace ?? namespaceOf(link ? this.nameOf(link) : ''),
      link: link && this.nameOf(link),
      nextHops: nextHops?.map(({ link: out, ...hop }) => ({
        ...hop,
        ...(out && { link: this.nameOf(out) }),
      })),
    };
  }
}
