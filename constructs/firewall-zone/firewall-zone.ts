import type { Construct } from 'constructs';
import { type LinkLike, nameOf, ResourceConstruct } from '../host/resource-construct';
import { firewallZoneKind } from './firewall-zone.kind';

export interface FirewallZoneProps {
  /** The link: a bridge, a VLAN, a NIC. */
  readonly link: LinkLike;
  /** A zone that firewalld has on that host: `internal`, `trusted`, one of your own. */
  readonly zone: string;
}

/** Puts a link into a zone of firewalld, now and for good. */
export class FirewallZone extends ResourceConstruct {
  readonly #props: FirewallZoneProps;

  constructor(scope: Construct, id: string, props: FirewallZoneProps) {
    super(scope, id, firewallZoneKind);
    this.#props = props;
    this.check();
  }

  protected properties() {
    return { link: nameOf(this.#props.link), zone: this.#props.zone };
  }
}
