import type { Construct } from 'constructs';
import { ValidationError } from '../../lib/errors';
import { BpduFilter } from '../bpdu-filter/bpdu-filter';
import type { BpduDirection } from '../bpdu-filter/bpdu-filter.kind';
import { type PortVlanOptions, portVlansOf } from '../bridge/port-vlan-options';
import { type ILink, type LinkLike, ResourceConstruct } from '../host/resource-construct';
import { callerSource, seeing } from '../host/source';
import { bridgePortKind } from './bridge-port.kind';

/** What is not set is left as it is. The defaults are the kernel's, for a port that joins. */
export interface BridgePortOptions extends PortVlanOptions {
  /** Spanning tree's cost of the way through this port, 1 to 65535. @default by the link's speed */
  readonly cost?: number;
  /** Spanning tree's priority among the bridge's ports, 0 to 63. @default 32 */
  readonly priority?: number;
  /** BPDU guard: with STP, a BPDU that comes in closes the port. @default false */
  readonly guard?: boolean;
  /** BPDU filter: BPDUs neither come in nor leave, whatever STP does; `'ingress'` or `'egress'` for one of both. @default false */
  readonly bpduFilter?: boolean | BpduDirection;
  /** With STP, this port never leads to the root of the tree. @default false */
  readonly rootBlock?: boolean;
  /** Talks to ports that are not isolated only. @default false */
  readonly isolated?: boolean;
  /** Frames may leave by the port they came in by. @default false */
  readonly hairpin?: boolean;
  /** Learns the addresses of senders. @default true */
  readonly learning?: boolean;
  /** Lets in only senders that the FDB has on this port (802.1X, `staticMacs`). @default false */
  readonly locked?: boolean;
  /** Gets unicast frames of unknown destination. @default true */
  readonly flood?: boolean;
  /** Gets multicast frames that nobody asked for. @default true */
  readonly mcastFlood?: boolean;
  /** Gets broadcasts. @default true */
  readonly bcastFlood?: boolean;
  /** The bridge answers ARP and ND for neighbours that it knows, and floods neither to this port. @default false */
  readonly neighSuppress?: boolean;
  /** A multicast group ends with the first leave. @default false */
  readonly fastLeave?: boolean;
  /** Multicast is sent to each listener by unicast. @default false */
  readonly mcastToUnicast?: boolean;
  /** A multicast router is behind the port: 0 never, 1 found by its queries, 2 always. @default 1 */
  readonly mcastRouter?: 0 | 1 | 2;
  /** Static FDB entries: `52:54:00:00:00:01`, or `52:54:00:00:00:01@200` in one VLAN. All of them: any other is drift. @default left as they are */
  readonly staticMacs?: readonly string[];
}

/** A bridge that takes a link as its port. */
export interface IBridge extends ILink {
  takePort?(link: LinkLike): void;
}

export interface BridgePortProps extends BridgePortOptions {
  /** A `Bridge` takes the link as its port. One that is known by name has to have it already. */
  readonly bridge: IBridge;
  /** The link that is the port. */
  readonly link: LinkLike;
}

/** How one port of a bridge behaves. */
export class BridgePort extends ResourceConstruct {
  readonly #props: BridgePortProps;

  constructor(scope: Construct, id: string, props: BridgePortProps) {
    super(scope, id, bridgePortKind);
    this.#props = props;
    props.bridge.takePort?.(props.link);
    this.check();
    const { bpduFilter = false, guard, link } = props;
    if (guard && bpduFilter !== false && bpduFilter !== 'egress')
      throw new ValidationError({
        doing: 'make BridgePort',
        resource: this.node.path,
        field: 'bpduFilter',
        found: 'guard closes the port when a BPDU comes in, and none would come in',
        remedy: seeing("leave one of them out, or make it 'egress'", callerSource()),
      });
    if (bpduFilter !== false)
      new BpduFilter(this, 'bpdu-filter', { link, direction: bpduFilter === true ? 'both' : bpduFilter });
  }

  protected properties() {
    const { bridge, link, staticMacs, tagged, untagged, pvid, bpduFilter: _, ...rest } = this.#props;
    return {
      link: this.nameOf(link),
      bridge: bridge.linkName,
      ...portVlansOf({ tagged, untagged, pvid }),
      ...rest,
      staticMacs: staticMacs && [...staticMacs],
    };
  }
}
