import type { Construct } from 'constructs';
import { Address } from '../address/address';
import type { Bridge, BridgeOptions } from '../bridge/bridge';
import { BridgePort, type BridgePortOptions } from '../bridge-port/bridge-port';
import { FirewallZone } from '../firewall-zone/firewall-zone';
import { Host } from '../host/host';
import { type LinkLike, nameOf } from '../host/resource-construct';
import { Route } from '../route/route';
import { Vlan } from '../vlan/vlan';
import { GuestBridge } from '../vlan-bridge/guest-bridge';
import { trunkOf, vlanOf } from '../vlan-bridge/vlan-bridge';

/** A name of the host's plan, a VLAN ID, or a range such as `'1000-1999'`. */
export type VlanLike = string | number;

export interface TrunkBridgeProps extends BridgeOptions {
  /** The link to the switch: a bond or a NIC. @default the host's own trunk */
  readonly trunk?: LinkLike;
  /** The VLANs that the trunk carries tagged. @default all of the host's plan */
  readonly vlans?: readonly VlanLike[];
  /** The VLAN that the trunk carries untagged. @default none: untagged frames are dropped */
  readonly nativeVlan?: VlanLike;
  /** The bridge's name. @default 'br0' */
  readonly name?: string;
  /** Octets. @default the largest of the plan's for these VLANs */
  readonly mtu?: number;
}

/** A port for a guest that tags by itself. */
export interface TrunkPortOptions extends Omit<BridgePortOptions, 'tagged' | 'untagged' | 'pvid'> {
  /** The VLANs that the guest gets tagged. @default all of the bridge's */
  readonly vlans?: readonly VlanLike[];
  /** The VLAN that it gets untagged. @default none */
  readonly nativeVlan?: VlanLike;
}

/** A port for a guest that knows nothing of VLANs. */
export type AccessPortOptions = Omit<BridgePortOptions, 'tagged' | 'untagged' | 'pvid'>;

export interface HostVlanProps {
  /** An address of the host in the VLAN, with prefix length. @default none */
  readonly address?: string;
  /** The default gateway by this VLAN. @default none */
  readonly gateway?: string;
  /** The zone of firewalld for what comes in to the host by this VLAN. @default firewalld's own */
  readonly zone?: string;
}

/** One VLAN-aware bridge on a trunk: each port gets the VLANs that it is given, and no others. */
export class TrunkBridge extends GuestBridge {
  readonly bridge: Bridge;
  /** The bridge's port to the switch. */
  readonly uplink: BridgePort;
  readonly #vlans: readonly (string | number)[];
  /** VLANs of the host itself. It grows until the app is synthesised. */
  readonly #own: number[] = [];

  constructor(scope: Construct, id: string, props: TrunkBridgeProps = {}) {
    super(scope, id);
    const { trunk, vlans, nativeVlan, name = 'br0', mtu, ...options } = props;
    const link = trunkOf(this, trunk);
    const planned = vlans ?? (Host.of(this).props.plan?.vlans ?? []).map(vlan => vlan.name);
    const native = nativeVlan === undefined ? undefined : this.#one(nativeVlan);
    this.#vlans = planned.map(vlan => this.#ids(vlan)).filter(one => one !== native);
    const sizes = planned.flatMap(vlan => (isRange(vlan) ? [] : (vlanOf(this, vlan).mtu ?? [])));
    this.bridge = this.makeBridge({
      ...options,
      ...{ name, ports: [link], mtu: mtu ?? (sizes.length > 0 ? Math.max(...sizes) : undefined) },
      // A port that nobody spoke of is in no VLAN.
      ...{ vlanFiltering: true, vlanDefaultPvid: 0, tagged: this.#own },
    });
    this.uplink = new BridgePort(this, 'uplink', {
      ...{ bridge: this.bridge, link, tagged: this.#vlans },
      ...(native !== undefined && { pvid: native }),
    });
  }

  /** Gives a guest's link these VLANs tagged. */
  trunkPort(link: LinkLike, options: TrunkPortOptions = {}): BridgePort {
    const { vlans, nativeVlan, ...rest } = options;
    const native = nativeVlan === undefined ? undefined : this.#one(nativeVlan);
    const tagged = vlans ? vlans.map(vlan => this.#ids(vlan)) : this.#vlans;
    return this.#port(link, { ...rest, tagged: tagged.filter(one => one !== native), pvid: native });
  }

  /** Puts a guest's link into one VLAN, untagged. */
  accessPort(link: LinkLike, vlan: VlanLike, options: AccessPortOptions = {}): BridgePort {
    return this.#port(link, { ...options, tagged: [], pvid: this.#one(vlan) });
  }

  /** Puts the host itself into a VLAN: `br0.100`, with its address. */
  hostVlan(vlan: VlanLike, { address, gateway, zone }: HostVlanProps = {}): Vlan {
    const vlanId = this.#one(vlan);
    const mtu = typeof vlan === 'string' && !isRange(vlan) ? vlanOf(this, vlan).mtu : undefined;
    this.#own.push(vlanId);
    const link = new Vlan(this, `vlan${vlanId}`, { link: this.bridge, vlanId, mtu });
    if (address !== undefined) new Address(this, `address${vlanId}`, { link, address });
    if (gateway !== undefined) new Route(this, `route${vlanId}`, { to: 'default', via: gateway, link });
    if (zone !== undefined) new FirewallZone(this, `zone${vlanId}`, { link, zone });
    return link;
  }

  #port(link: LinkLike, options: BridgePortOptions): BridgePort {
    return new BridgePort(this, `port-${nameOf(link)}`, { bridge: this.bridge, link, ...options });
  }

  #ids(vlan: VlanLike): string | number {
    return isRange(vlan) ? vlan : vlanOf(this, vlan).id;
  }

  #one(vlan: VlanLike): number {
    return vlanOf(this, vlan).id;
  }
}

const isRange = (vlan: VlanLike): boolean => typeof vlan === 'string' && /^\d+(-\d+)?$/.test(vlan);
