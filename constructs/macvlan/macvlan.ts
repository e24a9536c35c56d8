import type { Construct } from 'constructs';
import { LinkConstruct, type LinkLike } from '../host/resource-construct';
import { type MacvlanMode, macvlanKind } from './macvlan.kind';

export interface MacvlanProps {
  /** The link below: a NIC, a bond, or a VLAN. */
  readonly link: LinkLike;
  /** Who may reach whom among those on one link, as the kernel spells it. @default 'vepa' */
  readonly mode?: MacvlanMode;
  /** Senders that are let in, by hardware address. In mode source. @default none */
  readonly sourceMacs?: readonly string[];
  /** @default the construct's id */
  readonly name?: string;
  /** Hardware address; not in mode passthru. @default one that the kernel draws */
  readonly mac?: string;
  /** Octets. @default what the links above it need, or the lower link's */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** A link of its own hardware address on another one, for the host. */
export class Macvlan extends LinkConstruct {
  readonly linkName: string;
  readonly #props: MacvlanProps;

  constructor(scope: Construct, id: string, props: MacvlanProps) {
    super(scope, id, macvlanKind);
    this.#props = props;
    this.linkName = this.named(props.name ?? id);
    if (props.mtu !== undefined) this.raiseBelow(props.mtu);
    this.check();
  }

  protected override raiseBelow(mtu: number): void {
    if (typeof this.#props.link !== 'string') this.#props.link.raiseMtu?.(mtu);
  }

  protected properties() {
    const { name: _, link, mtu, ...rest } = this.#props;
    return { ...rest, name: this.linkName, link: this.nameOf(link), mtu: this.effectiveMtu(mtu) };
  }
}
