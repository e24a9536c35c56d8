import type { Construct } from 'constructs';
import { LinkConstruct, type LinkLike } from '../host/resource-construct';
import type { VlanProtocol } from '../vlan/vlan.kind';
import { bridgeKind } from './bridge.kind';
import { type PortVlanOptions, portVlansOf } from './port-vlan-options';

/** Defaults are the kernel's; what is not set is left as it is. */
export interface BridgeOptions {
  /** Spanning tree (IEEE 802.1D). @default false */
  readonly stp?: boolean;
  /** The lowest becomes root of the tree; 0 to 65535. @default 32768 */
  readonly priority?: number;
  /** Seconds in each of listening and learning; with STP 2 to 30. @default 15 */
  readonly forwardDelaySec?: number;
  /** Seconds between hellos of the root, 1 to 10. @default 2 */
  readonly helloTimeSec?: number;
  /** Seconds after which a silent root is given up, 6 to 40. @default 20 */
  readonly maxAgeSec?: number;
  /** Seconds that a learned address is kept; 0 makes a hub that floods everything. @default 300 */
  readonly ageingTimeSec?: number;
  /** Multicast goes only to ports behind which somebody listens (IGMP, MLD). @default true */
  readonly mcastSnooping?: boolean;
  /** Asks for listeners itself; a VLAN that no router asks in needs it for snooping. @default false */
  readonly mcastQuerier?: boolean;
  /** Whether the host itself is a multicast router: 0 never, 1 found out, 2 always. @default 1 */
  readonly mcastRouter?: 0 | 1 | 2;
  /** Link-local groups 01:80:c2:00:00:0X that are forwarded, as a sum of 2^X; 8 is 802.1X, 16384 is LLDP. @default 0 */
  readonly groupFwdMask?: number;
  /** Learns no senders of link-local frames. @default false */
  readonly noLinklocalLearn?: boolean;
  /** IPv4 packets that pass this bridge go through iptables and nftables' `ip` tables too. Needs `br_netfilter`. @default false */
  readonly nfCallIptables?: boolean;
  /** The same for IPv6. @default false */
  readonly nfCallIp6tables?: boolean;
  /** The same for ARP and the arptables of old; nftables has no hook for ARP that passes. @default false */
  readonly nfCallArptables?: boolean;
}

/** A bridge that tells VLANs apart. Its ports' VLANs are those of each `BridgePort`. */
export interface VlanAwareOptions extends PortVlanOptions {
  /** Ports send and take only the VLANs that they are in. Switched on last, when the ports have theirs. @default false */
  readonly vlanFiltering?: boolean;
  /** The VLAN in which each port is that joins, untagged; 0 for none. @default 1 */
  readonly vlanDefaultPvid?: number;
  /** The type of tag that the bridge knows. @default '802.1Q' */
  readonly vlanProtocol?: VlanProtocol;
}

export interface BridgeProps extends BridgeOptions, VlanAwareOptions {
  /** @default the construct's id */
  readonly name?: string;
  /** Links that Trunkline puts in. Ports that others add, such as guests' taps, are left alone. @default none */
  readonly ports?: readonly LinkLike[];
  /** Hardware address. @default one that systemd's udev makes of its name (MACAddressPolicy), or the lowest of its ports' */
  readonly mac?: string;
  /** Octets. @default the smallest of its ports' */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** A switch in software. */
export class Bridge extends LinkConstruct {
  readonly linkName: string;
  readonly #props: BridgeProps;
  readonly #ports: LinkLike[];

  constructor(scope: Construct, id: string, props: BridgeProps) {
    super(scope, id, bridgeKind);
    this.#props = props;
    this.#ports = [...(props.ports ?? [])];
    this.linkName = this.named(props.name ?? id);
    if (props.mtu !== undefined) this.raiseBelow(props.mtu);
    this.check();
  }

  /** Adds a port, unless it is one already. */
  takePort(link: LinkLike): void {
    if (this.#ports.some(port => this.nameOf(port) === this.nameOf(link))) return;
    this.#ports.push(link);
    const mtu = this.effectiveMtu(this.#props.mtu);
    if (mtu !== undefined && typeof link !== 'string') link.raiseMtu?.(mtu);
  }

  protected override raiseBelow(mtu: number): void {
    for (const port of this.#ports) if (typeof port !== 'string') port.raiseMtu?.(mtu);
  }

  protected properties() {
    const { name: _, ports: __, mtu, tagged, untagged, pvid, ...rest } = this.#props;
    return {
      name: this.linkName,
      ...rest,
      ...portVlansOf({ tagged, untagged, pvid }),
      ports: this.#ports.map(port => this.nameOf(port)),
      mtu: this.effectiveMtu(mtu),
    };
  }
}
