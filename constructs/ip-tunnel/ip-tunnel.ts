import type { Construct } from 'constructs';
import { LinkConstruct } from '../host/resource-construct';
import { type IpTunnelType, ipTunnelKind } from './ip-tunnel.kind';

export interface IpTunnelProps {
  /** Whether it carries IPv4 packets or IPv6 packets. */
  readonly type: IpTunnelType;
  /** The other host. */
  readonly remote: string;
  /** Address to send from. @default what the route says */
  readonly local?: string;
  /** Time to live of the outer header; 0 takes the inner one's. @default 0 */
  readonly ttl?: number;
  /** Traffic class of the outer header, or the inner one's. @default 0 */
  readonly tos?: number | 'inherit';
  /** @default the construct's id */
  readonly name?: string;
  /** Octets. @default what the links above it need, or what the kernel takes from the route to the other host */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** A tunnel of IP packets over IPv4 to one other host, without a header between. */
export class IpTunnel extends LinkConstruct {
  readonly linkName: string;
  readonly #props: IpTunnelProps;

  constructor(scope: Construct, id: string, props: IpTunnelProps) {
    super(scope, id, ipTunnelKind);
    this.#props = props;
    this.linkName = this.named(props.name ?? id);
    this.check();
  }

  protected properties() {
    const { name: _, mtu, ...rest } = this.#props;
    return { ...rest, name: this.linkName, mtu: this.effectiveMtu(mtu) };
  }
}
