import type { Construct } from 'constructs';
import { LinkConstruct, type LinkLike } from '../host/resource-construct';
import { vxlanKind, vxlanOverhead } from './vxlan.kind';

export interface VxlanProps {
  /** VXLAN network identifier: 0 to 16777215. */
  readonly vni: number;
  /** The link that it sends by and joins its group on. @default whichever the route says */
  readonly link?: LinkLike;
  /** Address to send from. Needed for IPv6 remotes. @default what the route says */
  readonly local?: string;
  /** Multicast group to which goes what no place is known for. Needs link. @default none */
  readonly group?: string;
  /** Hosts to which goes what no place is known for. @default none */
  readonly remotes?: readonly string[];
  /** UDP port. @default 4789, IANA's; the kernel's own is 8472 */
  readonly port?: number;
  /** Whether places are learnt from what comes in. @default true */
  readonly learning?: boolean;
  /** Time to live of the outer header; 0 takes the host's default, or 1 for a group. @default 0 */
  readonly ttl?: number;
  /** Traffic class of the outer header, or the inner one's. @default 0 */
  readonly tos?: number | 'inherit';
  /** Seconds after which a learnt place is forgotten; 0 never. @default 300 */
  readonly ageingSec?: number;
  /** @default the construct's id */
  readonly name?: string;
  /** Hardware address. @default one that the kernel draws */
  readonly mac?: string;
  /** Octets. @default what the links above it need, or the lower link's less the headers, or 1500 without one */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** An Ethernet segment over UDP between hosts. */
export class Vxlan extends LinkConstruct {
  readonly linkName: string;
  readonly #props: VxlanProps;

  constructor(scope: Construct, id: string, props: VxlanProps) {
    super(scope, id, vxlanKind);
    this.#props = props;
    this.linkName = this.named(props.name ?? id);
    if (props.mtu !== undefined) this.raiseBelow(props.mtu);
    this.check();
  }

  /** What it carries comes with headers on top: 50 octets over IPv4, 70 over IPv6. */
  protected override raiseBelow(mtu: number): void {
    const { link, local, group, remotes = [] } = this.#props;
    if (link && typeof link !== 'string') link.raiseMtu?.(mtu + vxlanOverhead([local, group, ...remotes]));
  }

  protected properties() {
    const { name: _, link, mtu, ...rest } = this.#props;
    return { ...rest, name: this.linkName, link: link && this.nameOf(link), mtu: this.effectiveMtu(mtu) };
  }
}
