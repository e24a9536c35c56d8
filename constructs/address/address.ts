import type { Construct } from 'constructs';
import { type LinkLike, ResourceConstruct } from '../host/resource-construct';
import { addressKind } from './address.kind';

export interface AddressProps {
  /** The link that carries it. */
  readonly link: LinkLike;
  /** IPv4 or IPv6 with prefix length: `10.0.100.11/24`. */
  readonly address: string;
}

/** An address of the host, on a link. */
export class Address extends ResourceConstruct {
  readonly #props: AddressProps;

  constructor(scope: Construct, id: string, props: AddressProps) {
    super(scope, id, addressKind);
    this.#props = props;
    this.check();
  }

  protected properties() {
    return { link: this.nameOf(this.#props.link), address: this.#props.address };
  }
}
