import { Construct } from 'constructs';
import { Address } from '../address/address';
import { Bridge, type BridgeProps } from '../bridge/bridge';
import type { ILink } from '../host/resource-construct';

/** What compositions around one bridge have in common: they are that bridge to whatever stands on them. */
export abstract class GuestBridge extends Construct implements ILink {
  abstract readonly bridge: Bridge;

  get linkName(): string {
    return this.bridge.linkName;
  }

  raiseMtu(mtu: number): void {
    this.bridge.raiseMtu(mtu);
  }

  /** The bridge, with the host's own address on it when there is one. */
  protected makeBridge(props: BridgeProps, address: string | undefined): Bridge {
    const bridge = new Bridge(this, 'bridge', props);
    if (address !== undefined) new Address(this, 'address', { link: bridge, address });
    return bridge;
  }
}
