import type { Construct } from 'constructs';
import { readVlans } from '../../lib/net';
import type { VlanIds } from '../bridge/port-vlan-options';
import { type ILink, LinkConstruct, type LinkLike, nameOf } from '../host/resource-construct';
import { ovsPortKind } from './ovs-port.kind';

export interface OvsPortOptions {
  /** A link that the host has, or one that OVS makes for the host's own use. @default 'system' */
  readonly type?: 'system' | 'internal';
  /** The VLAN of an access port, or the native one of a trunk. @default none */
  readonly tag?: number;
  /** VLANs that a trunk carries: IDs, and ranges such as `'1000-1999'`. @default all */
  readonly trunks?: VlanIds;
  /** @default 'access' with a tag, else 'trunk' */
  readonly vlanMode?: 'access' | 'trunk' | 'native-tagged' | 'native-untagged';
}

export interface OvsPortProps extends OvsPortOptions {
  readonly bridge: ILink;
  /** The link that becomes the port, or the name of the internal one. */
  readonly link: LinkLike;
}

/** A port of an Open vSwitch bridge. */
export class OvsPort extends LinkConstruct {
  readonly linkName: string;
  readonly #props: OvsPortProps;

  constructor(scope: Construct, id: string, props: OvsPortProps) {
    super(scope, id, ovsPortKind);
    this.#props = props;
    this.linkName = nameOf(props.link);
    this.check();
  }

  protected properties() {
    const { bridge, type, tag, trunks, vlanMode } = this.#props;
    return {
      name: this.linkName,
      bridge: bridge.linkName,
      type,
      tag,
      trunks: trunks?.flatMap(one => (typeof one === 'string' ? (readVlans(one) ?? one) : one)),
      vlanMode,
    };
  }
}
