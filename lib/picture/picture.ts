import type { Column } from '../kind';
import type { Family } from '../net';

export type { Column } from '../kind';

/** From the wire to the guest. */
export const columns: readonly Column[] = ['nic', 'bond', 'vlan', 'bridge', 'guest'];

/**
 * `no carrier` is a link that is up but hears nothing, `lower layer down` one that waits for the link below it, and
 * `missing` one that the record has and the host has not.
 */
export type LinkCondition = 'up' | 'down' | 'no carrier' | 'lower layer down' | 'dormant' | 'missing';

export interface PictureAddress {
  /** With prefix length. */
  readonly text: string;
  readonly remark?: 'dynamic' | 'tentative' | 'duplicate';
}

/** One link with the facts that a person looks for. Texts may come from a host: renderers make them safe. */
export interface PictureLink {
  readonly name: string;
  readonly column: Column;
  /** Trunkline's, by the intent or by the record of what was confirmed last; otherwise foreign. */
  readonly owned: boolean;
  /** What it is, in one word: `NIC`, `bond`, `vlan`, `ovs-bridge`, `tap`. */
  readonly kind: string;
  /** Undefined in a picture of an intent, which knows no host. */
  readonly state?: LinkCondition;
  /** Of a bond, as the kernel spells it; of a bridge `STP`, `VLAN-aware`. */
  readonly mode?: string;
  /** The tag that a VLAN adds. */
  readonly vlanId?: number;
  /** The VLAN of a port of an Open vSwitch bridge, and those that it carries tagged. */
  readonly tag?: number;
  readonly trunks?: readonly number[];
  readonly mtu?: number;
  /** The burnt-in one, whatever bond the link is in. */
  readonly mac?: string;
  readonly speedMbps?: number;
  /** Of a bond in 802.3ad: the switch's MAC, or `none` when no switch answers. */
  readonly lacpPartner?: string;
  /** The network manager that configures it: `NetworkManager`. */
  readonly manager?: string;
  /** What a port does, where it does not simply forward: `backup`, `blocking`. */
  readonly portState?: string;
  /** The other end of a patch port, or of a veth whose both ends are on the host. */
  readonly peer?: string;
  readonly addresses: readonly PictureAddress[];
  /** Families whose default route leaves by this link. */
  readonly defaultRoutes: readonly Family[];
  /** The controller's way into the host goes over it. */
  readonly onManagementPath: boolean;
}

/** `upper` is the controller of its port `lower`, or stands on it as a VLAN does. */
export interface PictureEdge {
  readonly lower: string;
  readonly upper: string;
  readonly relation: 'port of' | 'stands on';
  readonly onManagementPath: boolean;
}

/** What is no link: a route, the name servers, a sysctl. */
export interface PictureNote {
  readonly kind: string;
  readonly text: string;
  readonly owned: boolean;
}

/** One host: links in five columns, what joins them, and what else is set. */
export interface HostPicture {
  readonly host: string;
  /** `intent`: as it should be. `state`: as it was found. */
  readonly from: 'intent' | 'state';
  /** The confirmed transaction that the host is at. */
  readonly revision?: number;
  /** The address by which the controller comes in. */
  readonly managementAddress?: string;
  /** By column, then by name. */
  readonly links: readonly PictureLink[];
  readonly edges: readonly PictureEdge[];
  readonly notes: readonly PictureNote[];
}
