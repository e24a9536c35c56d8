import type { Construct } from 'constructs';
import { type LinkLike, nameOf, ResourceConstruct } from '../host/resource-construct';
import { routeKind } from './route.kind';

export interface RouteProps {
  /** A prefix, or `default`, which is of the family of `via`. */
  readonly to: string;
  /** The gateway. @default none: the prefix is on the link itself */
  readonly via?: string;
  /** The link to send out of. @default the one that reaches the gateway */
  readonly link?: LinkLike;
  /** The lower wins. @default 0, and 1024 for IPv6 */
  readonly metric?: number;
  /** Number of the routing table. @default 254, main */
  readonly table?: number;
  /** Address that the host uses as source. @default the kernel's choice */
  readonly source?: string;
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
    const { link, ...rest } = this.#props;
    return { ...rest, link: link && nameOf(link) };
  }
}
