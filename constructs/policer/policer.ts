import type { Construct } from 'constructs';
import { type LinkLike, nameOf, ResourceConstruct } from '../host/resource-construct';
import { policerKind } from './policer.kind';

export interface PolicerProps {
  /** The link that receives: a NIC, a bond, a VLAN, a tap. What a guest sends its tap receives. */
  readonly link: LinkLike;
  /** Frames with this 802.1Q tag only. A VLAN that is a link of its own needs none. @default all frames */
  readonly vlanId?: number;
  /** Bits per second, such as `100mbit` or `1.5gbit`. */
  readonly rate: string;
  /** What may come in at once, in units of 1024 octets: 66 or more. @default 50 ms of the rate, 128 at least */
  readonly burstKiB?: number;
}

/** Drops what a link receives beyond a rate. */
export class Policer extends ResourceConstruct {
  readonly #props: PolicerProps;

  constructor(scope: Construct, id: string, props: PolicerProps) {
    super(scope, id, policerKind);
    this.#props = props;
    this.check();
  }

  protected properties() {
    return { ...this.#props, link: nameOf(this.#props.link) };
  }
}
