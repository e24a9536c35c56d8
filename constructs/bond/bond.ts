import type { Construct } from 'constructs';
import { LinkConstruct, type LinkLike, nameOf } from '../host/resource-construct';
import { bondKind } from './bond.kind';
import type { ArpValidate, BondMode, XmitHashPolicy } from './bond.schema';

/** Defaults are the kernel's (Documentation/networking/bonding.rst), but for `miimonMs`. */
export interface BondOptions {
  /** How ports share the work, as the kernel spells it. */
  readonly mode: BondMode;
  /** Milliseconds between looks at the ports' carrier. @default 100, or 0 with arpIntervalMs; the kernel's 0 would notice no failure */
  readonly miimonMs?: number;
  /** Milliseconds after which a port that came up is used; a multiple of miimonMs. @default 0 */
  readonly updelayMs?: number;
  /** Milliseconds after which a port that went down is left; a multiple of miimonMs. @default 0 */
  readonly downdelayMs?: number;
  /** Milliseconds between the announcements after a failover; a multiple of miimonMs. @default 0: miimonMs */
  readonly peerNotifDelayMs?: number;
  /** Whether carrier is what the driver says (true), or what MII or ethtool ioctls say. @default true */
  readonly useCarrier?: boolean;
  /** Milliseconds between ARP or neighbour requests to targets, in the place of miimonMs. @default 0: none */
  readonly arpIntervalMs?: number;
  /** IPv4 addresses that are asked whether they are there: up to 16. @default none */
  readonly arpIpTargets?: readonly string[];
  /** IPv6 addresses that are asked whether they are there: up to 16. @default none */
  readonly nsIp6Targets?: readonly string[];
  /** Which ports' answers are looked at, or filtered for being answers. @default 'none' */
  readonly arpValidate?: ArpValidate;
  /** Whether one target must answer or all. In active-backup, with arpValidate. @default 'any' */
  readonly arpAllTargets?: 'any' | 'all';
  /** Intervals without an answer after which a port is down: 1 to 255. @default 2 */
  readonly arpMissedMax?: number;
  /** How often the partner is asked to send LACPDUs: every 30 s or every second. In 802.3ad. @default 'slow' */
  readonly lacpRate?: 'slow' | 'fast';
  /** Whether it speaks LACP first, or only when spoken to. In 802.3ad. @default true */
  readonly lacpActive?: boolean;
  /** When another aggregator is chosen. In 802.3ad. @default 'stable' */
  readonly adSelect?: 'stable' | 'bandwidth' | 'count';
  /** LACP system priority: 1 to 65535. In 802.3ad. @default 65535 */
  readonly adActorSysPrio?: number;
  /** LACP system address. In 802.3ad. @default the bond's own */
  readonly adActorSystem?: string;
  /** Upper 10 bits of the LACP port key: 0 to 1023. In 802.3ad. @default 0 */
  readonly adUserPortKey?: number;
  /** What chooses the port of a packet. In balance-xor, 802.3ad and balance-tlb. @default 'layer2' */
  readonly xmitHashPolicy?: XmitHashPolicy;
  /** The port that is used whenever it is up. In active-backup, balance-tlb and balance-alb. @default none */
  readonly primary?: LinkLike;
  /** When primary is chosen again. In active-backup, balance-tlb and balance-alb. @default 'always' */
  readonly primaryReselect?: 'always' | 'better' | 'failure';
  /** Whose address is whose after a failover. In active-backup. @default 'none': all have the bond's */
  readonly failOverMac?: 'none' | 'active' | 'follow';
  /** Gratuitous ARPs and unsolicited neighbour advertisements after a failover: 0 to 255. @default 1 */
  readonly numGratArp?: number;
  /** IGMP reports after a failover: 0 to 255. In balance-rr, active-backup, balance-tlb and balance-alb. @default 1 */
  readonly resendIgmp?: number;
  /** Whether ports that are not active take in what reaches them. @default false */
  readonly allSlavesActive?: boolean;
  /** Packets to a port before the next one; 0 draws a port for each. In balance-rr. @default 1 */
  readonly packetsPerSlave?: number;
  /** Seconds between learning packets to the switches. In balance-tlb and balance-alb. @default 1 */
  readonly lpIntervalSec?: number;
  /** Whether flows move to ports with less load. In balance-tlb and balance-alb. @default true */
  readonly tlbDynamicLb?: boolean;
  /** Ports that must be up for the bond to have carrier. In 802.3ad. @default 0 */
  readonly minLinks?: number;
}

export interface BondProps extends BondOptions {
  /** @default the construct's id */
  readonly name?: string;
  /** The links that it is made of. */
  readonly ports: readonly LinkLike[];
  /** Hardware address. @default that of its first port */
  readonly mac?: string;
  /** Octets; its ports get the same. @default what the links above it need, or the kernel's 1500 */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** Several NICs as one link. */
export class Bond extends LinkConstruct {
  readonly linkName: string;
  readonly #props: BondProps;

  constructor(scope: Construct, id: string, props: BondProps) {
    super(scope, id, bondKind);
    this.#props = props;
    this.linkName = props.name ?? id;
    if (props.mtu !== undefined) this.raiseBelow(props.mtu);
    this.check();
  }

  protected override raiseBelow(mtu: number): void {
    for (const port of this.#props.ports) if (typeof port !== 'string') port.raiseMtu?.(mtu);
  }

  protected properties() {
    const { name: _, ports, primary, mtu, ...rest } = this.#props;
    const { miimonMs = rest.arpIntervalMs ? 0 : 100 } = rest;
    return {
      name: this.linkName,
      ...rest,
      miimonMs,
      ports: ports.map(nameOf),
      primary: primary && nameOf(primary),
      mtu: this.effectiveMtu(mtu),
    };
  }
}
