import type { Probe } from '../../lib/state/facts';
import { parseIpJson } from '../../lib/state/links.probe';

/** One line of `bridge -j fdb show`. */
export interface HostFdbEntry {
  readonly mac: string;
  readonly ifname: string;
  readonly vlan?: number;
  readonly master?: string;
  readonly state?: string;
}

/** Static entries only: permanent ones are a line for each VLAN of each port. */
export const fdbProbe: Probe<readonly HostFdbEntry[] | undefined> = {
  name: 'bridge-fdb',
  tool: 'bridge',
  program: wanted =>
    wanted.some(props => props.staticMacs !== undefined) ? 'bridge -j fdb show state static' : ':',
  parse: stdout =>
    stdout.trim() === ''
      ? undefined
      : parseIpJson<HostFdbEntry>(stdout).filter(({ state, master }) => state === 'static' && master),
  within: (entries, named) =>
    entries?.map(one => ({
      ...one,
      ifname: named(one.ifname),
      ...(one.master && { master: named(one.master) }),
    })),
  empty: undefined,
};
