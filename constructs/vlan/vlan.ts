import type { Construct } from 'constructs';
import { placed } from '../../lib/net';
import { LinkConstruct, type LinkLike } from '../host/resource-construct';
import { type VlanProtocol, vlanKind } from './vlan.kind';

export interface VlanProps {
  /** The link below: a NIC, a bond, or another VLAN. */
  readonly link: LinkLike;
  /** 1 to 4094. */
  readonly vlanId: number;
  /** @default `<link>.<vlanId>` when link is given by its name, else the construct's id */
  readonly name?: string;
  /** The tag's type: a customer's or a provider's. @default '802.1Q' */
  readonly protocol?: VlanProtocol;
  /** Whether received frames lose their tag before anything sees them. @default true */
  readonly reorderHdr?: boolean;
  /** Announces the VLAN to the switch by GVRP. With protocol 802.1Q. @default false */
  readonly gvrp?: boolean;
  /** Announces the VLAN to the switch by MVRP. With protocol 802.1Q. @default false */
  readonly mvrp?: boolean;
  /** Stays up, and with carrier, whatever the link below does. @default false */
  readonly looseBinding?: boolean;
  /** Has carrier when a port of the bridge below that carries the VLAN has. On a bridge. @default false */
  readonly bridgeBinding?: boolean;
  /** Tag's priority (0 to 7) to the priority that the kernel gives a received packet. @default none: 0 for all */
  readonly ingressQosMap?: Readonly<Record<number, number>>;
  /** The kernel's priority of a sent packet to the tag's (0 to 7). @default none: 0 for all */
  readonly egressQosMap?: Readonly<Record<number, number>>;
  /** Octets. @default what the links above it need, or the lower link's */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** A sub-interface of a link for one VLAN. */
export class Vlan extends LinkConstruct {
  readonly linkName: string;
  readonly vlanId: number;
  readonly #props: VlanProps;

  constructor(scope: Construct, id: string, props: VlanProps) {
    super(scope, id, vlanKind);
    this.#props = props;
    this.vlanId = props.vlanId;
    const lower = this.nameOf(props.link);
    const name = props.name ?? (lower.startsWith('@') ? id : `${placed(lower).ifname}.${props.vlanId}`);
    this.linkName = this.named(name);
    if (props.mtu !== undefined) this.raiseBelow(props.mtu);
    this.check();
  }

  protected override raiseBelow(mtu: number): void {
    if (typeof this.#props.link !== 'string') this.#props.link.raiseMtu?.(mtu);
  }

  protected properties() {
    const { link, mtu, ...rest } = this.#props;
    return { ...rest, name: this.linkName, link: this.nameOf(link), mtu: this.effectiveMtu(mtu) };
  }
}
