import type { Construct } from 'constructs';
import { LinkConstruct, type LinkLike, ResourceConstruct } from '../host/resource-construct';
import { vrfKind, vrfMemberKind } from './vrf.kind';

export interface VrfProps {
  /** Number of the routing table: 1 to 4294967295, but for 253 to 255. */
  readonly table: number;
  /** Links whose packets it routes. They keep their addresses. @default none; `VrfMember` adds one */
  readonly links?: readonly LinkLike[];
  /** @default the construct's id */
  readonly name?: string;
  /** Hardware address. @default one that the kernel draws */
  readonly mac?: string;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** A routing table of its own for the links that are put into it. */
export class Vrf extends LinkConstruct {
  readonly linkName: string;
  /** For the routes of its links: `table: vrf.table`. */
  readonly table: number;
  readonly #props: VrfProps;

  constructor(scope: Construct, id: string, props: VrfProps) {
    super(scope, id, vrfKind);
    this.#props = props;
    this.linkName = this.named(props.name ?? id);
    this.table = props.table;
    this.check();
    for (const link of props.links ?? []) new VrfMember(this, this.nameOf(link), { link, vrf: this });
  }

  protected properties() {
    const { name: _, links: __, ...rest } = this.#props;
    return { ...rest, name: this.linkName };
  }
}

export interface VrfMemberProps {
  /** The link whose packets are routed by the VRF. */
  readonly link: LinkLike;
  /** The VRF. */
  readonly vrf: LinkLike;
}

/** A link in a VRF. */
export class VrfMember extends ResourceConstruct {
  readonly #props: VrfMemberProps;

  constructor(scope: Construct, id: string, props: VrfMemberProps) {
    super(scope, id, vrfMemberKind);
    this.#props = props;
    this.check();
  }

  protected properties() {
    const { link, vrf } = this.#props;
    return { link: this.nameOf(link), vrf: this.nameOf(vrf) };
  }
}
