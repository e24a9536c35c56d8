import type { Construct } from 'constructs';
import { Dns } from '../dns/dns';
import { type LinkLike, nameOf, ResourceConstruct } from '../host/resource-construct';
import { dhcpClientKind } from './dhcp-client.kind';

export interface DhcpClientProps {
  /** By name; not by MAC or PCI path. */
  readonly link: LinkLike;
  /** 4, or 6 for an address by DHCPv6. IPv6 routes come from router advertisements. @default 4 */
  readonly family?: 4 | 6;
  /** Metric of the routes that the server gives: less than those of other links that have one, to be used. IPv4 only. @default 100 */
  readonly metric?: number;
  /** Whether the server's gateway and static routes are used. IPv4 only. @default true */
  readonly routes?: boolean;
  /** Whether the server's name servers and search domains are used. @default true, unless the host has a `Dns` */
  readonly dns?: boolean;
  /** The name that the server is told. @default none */
  readonly hostname?: string;
}

/**
 * A DHCP client of one link, which the host runs as a unit of systemd: dhcpcd, or dhclient where that is what there is.
 * A deploy is confirmed once there is a lease.
 */
export class DhcpClient extends ResourceConstruct {
  readonly #props: DhcpClientProps;

  constructor(scope: Construct, id: string, props: DhcpClientProps) {
    super(scope, id, dhcpClientKind);
    this.#props = props;
    this.check();
  }

  protected properties() {
    const { link, family = 4, metric, routes, hostname } = this.#props;
    // One that is declared later counts too: this is asked again when the app is synthesised.
    const dns = this.#props.dns ?? !this.host.node.findAll().some(one => one instanceof Dns);
    return { link: nameOf(link), family, metric, routes, dns, hostname };
  }
}
