import type { Construct } from 'constructs';
import { LinkConstruct, type LinkLike, nameOf } from '../host/resource-construct';
import { bridgeKind } from './bridge.kind';

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
}

export interface BridgeProps extends BridgeOptions {
  /** @default the construct's id */
  readonly name?: string;
  /** Links that Trunkline puts in. Ports that others add, such as guests' taps, are left alone. @default none */
  readonly ports?: readonly LinkLike[];
  /** Hardware address. @default the lowest of its ports' */
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

  constructor(scope: Construct, id: string, props: BridgeProps) {
    super(scope, id, bridgeKind);
    this.#props = props;
    this.linkName = props.name ?? id;
    if (props.mtu !== undefined) this.raiseBelow(props.mtu);
    this.check();
  }

  protected override raiseBelow(mtu: number): void {
    for (const port of this.#props.ports ?? []) if (typeof port !== 'string') port.raiseMtu?.(mtu);
  }

  protected properties() {
    const { name: _, ports = [], mtu, ...rest } = this.#props;
    return { name: this.linkName, ...rest, ports: ports.map(nameOf), mtu: this.effectiveMtu(mtu) };
  }
}
