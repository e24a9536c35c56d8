import type { Probe } from '../../lib/state/facts';
import { parseIpJson } from '../../lib/state/links.probe';

/** The VLANs of a bridge's port, or of the bridge itself, as `bridge -j -compressvlans vlan show` prints them. */
export interface HostVlans {
  readonly ifname: string;
  readonly vlans?: readonly {
    readonly vlan: number;
    readonly vlanEnd?: number;
    readonly flags?: readonly string[];
  }[];
}

/** VLANs of all ports by one process, ranges as ranges. Asked only where VLANs of ports matter; else undefined. */
export const vlansProbe: Probe<readonly HostVlans[] | undefined> = {
  name: 'bridge-vlans',
  tool: 'bridge',
  program: wanted =>
    wanted.some(props => 'bridge' in props || 'vlanFiltering' in props)
      ? 'bridge -j -compressvlans vlan show'
      : ':',
  parse: stdout => (stdout.trim() === '' ? undefined : parseIpJson<HostVlans>(stdout)),
  within: (ports, named) => ports?.map(one => ({ ...one, ifname: named(one.ifname) })),
  empty: undefined,
};
