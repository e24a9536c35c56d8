import type { Construct } from 'constructs';
import type { Bridge, BridgeOptions } from '../bridge/bridge';
import { Link } from '../link/link';
import type { Uplink } from '../trunked-host/trunked-host';
import { GuestBridge, type HostSide } from '../vlan-bridge/guest-bridge';
import { vlanOf } from '../vlan-bridge/vlan-bridge';

export interface AccessBridgeProps extends BridgeOptions, HostSide {
  /** The NIC whose switch port is an access port. */
  readonly uplink: Uplink;
  /** The VLAN that the switch port is in: a name of the host's plan, or an ID. The host tags nothing. */
  readonly vlan: string | number;
  /** The bridge's name. @default `br<vlanId>` */
  readonly name?: string;
  /** Octets. @default the plan's for this VLAN */
  readonly mtu?: number;
}

/** A NIC whose switch port does the tagging, as a bridge for guests: `br101` on `enp3s0`. */
export class AccessBridge extends GuestBridge {
  readonly uplink: Link;
  readonly bridge: Bridge;

  constructor(scope: Construct, id: string, props: AccessBridgeProps) {
    super(scope, id);
    const { uplink, vlan, name, address, zone, mtu, ...options } = props;
    const { id: vlanId, mtu: planned } = vlanOf(this, vlan);
    const size = mtu ?? planned;
    const link = typeof uplink === 'string' ? { name: uplink } : uplink;
    this.uplink = new Link(this, 'uplink', { nativeVlan: vlanId, carries: [], up: true, ...link });
    const bridge = { ...options, name: name ?? `br${vlanId}`, ports: [this.uplink], mtu: size };
    this.bridge = this.makeBridge(bridge, { address, zone });
  }
}
