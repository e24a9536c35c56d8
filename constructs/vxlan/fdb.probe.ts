import type { Probe } from '../../lib/state/facts';

/** Where a VXLAN sends what it knows no place for: the entries for the address of all zeros. */
export interface FloodEntry {
  readonly link: string;
  readonly to: string;
}

const LINE = /^00:00:00:00:00:00 dev (\S+) dst (\S+)/;

export const floodProbe: Probe<readonly FloodEntry[]> = {
  name: 'flood',
  tool: 'bridge',
  program: wanted => (wanted.length === 0 ? ':' : "bridge fdb show | grep '^00:00:00:00:00:00 ' || :"),
  parse: stdout =>
    stdout
      .split('\n')
      .map(line => LINE.exec(line))
      .filter(match => match !== null)
      .map(match => ({ link: match[1]!, to: match[2]! })),
  within: (entries, named) => entries.map(({ link, to }) => ({ link: named(link), to })),
  empty: [],
};
