import type { Construct } from 'constructs';
import { ResourceConstruct } from '../host/resource-construct';
import { dnsKind } from './dns.kind';

export interface DnsProps {
  /** Addresses of name servers, asked in this order; 1 to 8. */
  readonly servers: readonly string[];
  /** Domains tried for names without a dot. @default none */
  readonly search?: readonly string[];
}

/** The name servers that the host itself asks. At most one a host. */
export class Dns extends ResourceConstruct {
  readonly #props: DnsProps;

  constructor(scope: Construct, id: string, props: DnsProps) {
    super(scope, id, dnsKind);
    this.#props = props;
    this.check();
  }

  protected properties() {
    return { servers: [...this.#props.servers], search: this.#props.search && [...this.#props.search] };
  }
}
