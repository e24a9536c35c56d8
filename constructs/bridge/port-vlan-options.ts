/** VLAN IDs, and ranges such as `'1000-1999'`. */
export type VlanIds = readonly (number | string)[];

/** The VLANs of a port. When one of these is set the port is in these VLANs only: any other is drift. */
export interface PortVlanOptions {
  /** VLANs that leave the port with their tag. @default none */
  readonly tagged?: VlanIds;
  /** VLANs that leave the port without a tag. @default the `pvid`, unless it is tagged */
  readonly untagged?: VlanIds;
  /** The VLAN of frames that come in without a tag. @default the one VLAN of `untagged`, if it is one; else none: such frames are dropped */
  readonly pvid?: number;
}

const listed = (ids: VlanIds | undefined): string | undefined => ids?.join(',');

/** The three as a kind knows them: who gives a PVID or one untagged VLAN means both. */
export function portVlansOf({ tagged, untagged, pvid }: PortVlanOptions) {
  const carried = tagged?.map(String).includes(String(pvid));
  const bare = untagged ?? (pvid !== undefined && !carried ? [pvid] : undefined);
  const only = bare?.length === 1 && /^\d+$/.test(String(bare[0])) ? Number(bare[0]) : undefined;
  return { tagged: listed(tagged), untagged: listed(bare), pvid: pvid ?? only };
}
