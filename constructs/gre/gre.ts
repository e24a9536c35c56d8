import type { Construct } from 'constructs';
import { LinkConstruct } from '../host/resource-construct';
import { type GreType, greKind } from './gre.kind';

export interface GreProps {
  /** The other host. */
  readonly remote: string;
  /** Whether it carries IP packets or Ethernet frames. @default 'gre' */
  readonly type?: GreType;
  /** Address to send from. @default what the route says */
  readonly local?: string;
  /** Number that tells several tunnels between two hosts apart. @default none */
  readonly key?: number;
  /** Time to live of the outer header; 0 takes the inner one's. @default 0 */
  readonly ttl?: number;
  /** Traffic class of the outer header, or the inner one's. @default 0 */
  readonly tos?: number | 'inherit';
  /** @default the construct's id */
  readonly name?: string;
  /** Hardware address. In type gretap. @default one that the kernel draws */
  readonly mac?: string;
  /** Octets. @default what the links above it need, or what the kernel takes from the route to the other host */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** A tunnel over IPv4 to one other host. */
export class Gre extends LinkConstruct {
  readonly linkName: string;
  readonly #props: GreProps;

  constructor(scope: Construct, id: string, props: GreProps) {
    super(scope, id, greKind);
    this.#props = props;
    this.linkName = this.named(props.name ?? id);
    this.check();
  }

  protected properties() {
    const { name: _, mtu, ...rest } = this.#props;
    return { ...rest, name: this.linkName, mtu: this.effectiveMtu(mtu) };
  }
}
