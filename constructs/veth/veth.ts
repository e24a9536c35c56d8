import type { Construct } from 'constructs';
import { within } from '../../lib/net';
import { type ILink, type INetworkNamespace, LinkConstruct } from '../host/resource-construct';
import { vethKind } from './veth.kind';

export interface VethProps {
  /** Name of the other end. */
  readonly peer: string;
  /** Where the other end is. @default where this end is: in the namespace of the scope, or on the host */
  readonly peerNamespace?: INetworkNamespace;
  /** @default the construct's id */
  readonly name?: string;
  /** Hardware address. @default one that the kernel draws */
  readonly mac?: string;
  /** Octets. @default what the links above it need, or the kernel's 1500 */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
  /** Hardware address of the other end. @default one that the kernel draws */
  readonly peerMac?: string;
  /** Octets at the other end. @default that of this end */
  readonly peerMtu?: number;
  /** Administrative state of the other end. @default true */
  readonly peerUp?: boolean;
}

/** A cable in software: two links, and what one sends the other receives. */
export class Veth extends LinkConstruct {
  readonly linkName: string;
  /** The other end, for what stands on it. */
  readonly peer: ILink;
  readonly #props: VethProps;

  constructor(scope: Construct, id: string, props: VethProps) {
    super(scope, id, vethKind);
    this.#props = props;
    this.linkName = this.named(props.name ?? id);
    const linkName = within(props.peerNamespace?.namespaceName ?? this.namespace, props.peer);
    this.peer = { linkName, raiseMtu: mtu => this.raiseMtu(mtu) };
    this.check();
  }

  protected properties() {
    const { name: _, peerNamespace: __, mtu, peerMtu, ...rest } = this.#props;
    const size = this.effectiveMtu(mtu);
    return { ...rest, name: this.linkName, peer: this.peer.linkName, mtu: size, peerMtu: peerMtu ?? size };
  }
}
