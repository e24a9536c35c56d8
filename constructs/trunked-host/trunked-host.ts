import type { Construct } from 'constructs';
import { Address } from '../address/address';
import { Bond, type BondOptions } from '../bond/bond';
import { DhcpClient } from '../dhcp-client/dhcp-client';
import { FirewallZone } from '../firewall-zone/firewall-zone';
import { Host } from '../host/host';
import type { HostProps } from '../host/host-props';
import type { ILink } from '../host/resource-construct';
import { Link, type LinkProps } from '../link/link';
import { Route } from '../route/route';
import { Vlan } from '../vlan/vlan';
import { type ITrunked, VlanBridge, vlanOf } from '../vlan-bridge/vlan-bridge';

/** A NIC by name, or by whatever else says which one it is. */
export type Uplink = string | LinkProps;

export interface ManagementProps {
  /** A name of the plan, or a VLAN ID. */
  readonly vlan: string | number;
  /** The host's address with prefix length, such as `plan.vlan('management').host(11)`, or `dhcp`. */
  readonly address: string;
  /** The default gateway. @default the plan's for this VLAN; with `dhcp` the server's */
  readonly gateway?: string;
  /** Puts the address on a bridge (`br100`), so that guests can be in the management VLAN as well. @default false */
  readonly bridge?: boolean;
  /** The zone of firewalld for what comes in by it. @default firewalld's own */
  readonly zone?: string;
}

export interface TrunkedHostProps extends HostProps {
  /** The NICs of the trunk. With one of them no bond is made. */
  readonly uplinks: readonly Uplink[];
  /** How they are one link. @default 802.3ad with fast LACP, when there are several */
  readonly bond?: BondOptions & { readonly name?: string };
  /** Where the host itself is reached. @default not described: it stays as it is */
  readonly management?: ManagementProps;
}

/**
 * A hypervisor with its NICs on a trunk: uplinks in one bond, the management address on a VLAN of it, and a
 * `VlanBridge` for each VLAN that guests use.
 */
export class TrunkedHost extends Host implements ITrunked {
  /** The bond, or the one uplink. */
  readonly trunk: ILink;
  readonly uplinks: readonly Link[];
  /** The link that carries the management address. */
  readonly management?: ILink;

  constructor(scope: Construct, id: string, props: TrunkedHostProps) {
    super(scope, id, props);
    const single = props.uplinks.length === 1;
    this.uplinks = props.uplinks.map((uplink, index) => {
      const link = typeof uplink === 'string' ? { name: uplink } : uplink;
      return new Link(this, link.name ?? `uplink${index}`, single ? { up: true, ...link } : link);
    });
    this.trunk = single ? this.uplinks[0]! : this.#bond(props.bond);
    if (props.management) this.management = this.#manage(props.management);
  }

  #bond(options: TrunkedHostProps['bond'] = { mode: '802.3ad', lacpRate: 'fast' }): Bond {
    return new Bond(this, options.name ?? 'bond0', { ...options, ports: this.uplinks });
  }

  #manage({ vlan, address, gateway, bridge, zone }: ManagementProps): ILink {
    const { id, mtu, gateway: planned } = vlanOf(this, vlan);
    const link = bridge
      ? new VlanBridge(this, 'management', { vlan }).bridge
      : new Vlan(this, 'management', { link: this.trunk, vlanId: id, mtu });
    if (address === 'dhcp')
      new DhcpClient(this, 'management-lease', { link, ...(gateway && { routes: false }) });
    else new Address(this, 'management-address', { link, address });
    const via = gateway ?? (address === 'dhcp' ? undefined : planned);
    if (via !== undefined) new Route(this, 'default-route', { to: 'default', via, link });
    if (zone !== undefined) new FirewallZone(this, 'management-zone', { link, zone });
    return link;
  }
}
