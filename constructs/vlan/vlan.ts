import type { Construct } from 'constructs';
import { LinkConstruct, type LinkLike, nameOf } from '../host/resource-construct';
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
    const lower = nameOf(props.link);
    this.linkName = props.name ?? (lower.startsWith('@') ? id : `${lower}.${props.vlanId}`);
    if (props.mtu !== undefined) this.raiseBelow(props.mtu);
    this.check();
  }

  protected override raiseBelow(mtu: number): void {
    if (typeof this.#props.link !== 'string') this.#props.link.raiseMtu?.(mtu);
  }

  protected properties() {
    const { link, vlanId, protocol, mtu, up } = this.#props;
    return { name: this.linkName, link: nameOf(link), vlanId, protocol, mtu: this.effectiveMtu(mtu), up };
  }
}
