import type { Construct } from 'constructs';
import { LinkConstruct, type LinkLike, nameOf } from '../host/resource-construct';
import { type BondMode, bondKind, type XmitHashPolicy } from './bond.kind';

/** Defaults are the kernel's (Documentation/networking/bonding.rst), but for `miimonMs`. */
export interface BondOptions {
  /** How ports share the work, as the kernel spells it. */
  readonly mode: BondMode;
  /** Milliseconds between looks at the ports' carrier. @default 100; the kernel's 0 would notice no failure */
  readonly miimonMs?: number;
  /** Milliseconds after which a port that came up is used; a multiple of miimonMs. @default 0 */
  readonly updelayMs?: number;
  /** Milliseconds after which a port that went down is left; a multiple of miimonMs. @default 0 */
  readonly downdelayMs?: number;
  /** How often the partner is asked to send LACPDUs: every 30 s or every second. In 802.3ad. @default 'slow' */
  readonly lacpRate?: 'slow' | 'fast';
  /** What chooses the port of a packet. In balance-xor, 802.3ad and balance-tlb. @default 'layer2' */
  readonly xmitHashPolicy?: XmitHashPolicy;
  /** The port that is used whenever it is up. In active-backup, balance-tlb and balance-alb. @default none */
  readonly primary?: LinkLike;
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
    const { name: _, ports, primary, mtu, miimonMs = 100, ...rest } = this.#props;
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
