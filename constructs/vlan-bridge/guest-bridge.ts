import { Construct } from 'constructs';
import { Address } from '../address/address';
import { Bridge, type BridgeProps } from '../bridge/bridge';
import { FirewallZone } from '../firewall-zone/firewall-zone';
import type { ILink } from '../host/resource-construct';

/** The host's own part in a bridge. */
export interface HostSide {
  /** An address of the host on the bridge, with prefix length. @default none: the VLAN is for guests */
  readonly address?: string;
  /** The zone of firewalld for what comes in to the host by the bridge. @default firewalld's own */
  readonly zone?: string;
}

/** What compositions around one bridge have in common: they are that bridge to whatever stands on them. */
export abstract class GuestBridge extends Construct implements ILink {
  abstract readonly bridge: Bridge;

  get linkName(): string {
    return this.bridge.linkName;
  }

  raiseMtu(mtu: number): void {
    this.bridge.raiseMtu(mtu);
  }

  /** The bridge, with the host's own part in it. */
  protected makeBridge(props: BridgeProps, { address, zone }: HostSide = {}): Bridge {
    const bridge = new Bridge(this, 'bridge', props);
    if (address !== undefined) new Address(this, 'address', { link: bridge, address });
    if (zone !== undefined) new FirewallZone(this, 'zone', { link: bridge, zone });
    return bridge;
  }
}
