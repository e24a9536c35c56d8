import type { Construct } from 'constructs';
import { LinkConstruct, type LinkLike, nameOf } from '../host/resource-construct';
import { OvsPort, type OvsPortOptions } from '../ovs-port/ovs-port';
import { ovsBridgeKind } from './ovs-bridge.kind';

export interface OvsBridgeProps {
  /** @default the construct's id */
  readonly name?: string;
  /** The kernel's datapath, or the one in user space. @default 'system' */
  readonly datapathType?: 'system' | 'netdev';
  /** Without a controller: switch as usual, or forward nothing but by flows. @default 'standalone' */
  readonly failMode?: 'standalone' | 'secure';
  /** Spanning tree (IEEE 802.1D). @default false */
  readonly stp?: boolean;
  /** IGMP and MLD snooping. @default false */
  readonly mcastSnooping?: boolean;
}

/** An Open vSwitch bridge. Its name is a link of the host, which can carry addresses. */
export class OvsBridge extends LinkConstruct {
  readonly linkName: string;
  readonly #props: OvsBridgeProps;

  constructor(scope: Construct, id: string, props: OvsBridgeProps = {}) {
    super(scope, id, ovsBridgeKind);
    this.#props = props;
    this.linkName = props.name ?? id;
    this.check();
  }

  /** Plugs a link in, or has OVS make an internal one. The construct's id is the link's name. */
  addPort(link: LinkLike, options: OvsPortOptions = {}): OvsPort {
    return new OvsPort(this, nameOf(link), { ...options, bridge: this, link });
  }

  protected properties() {
    return { ...this.#props, name: this.linkName };
  }
}
