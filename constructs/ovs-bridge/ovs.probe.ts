import type { Probe } from '../../lib/state/facts';

/** One row of a table of OVSDB, its values in plain form: sets as lists, maps as objects. */
export type OvsRow = Readonly<Record<string, unknown>>;

export interface OvsTables {
  readonly bridges: readonly OvsRow[];
  readonly ports: readonly OvsRow[];
  readonly interfaces: readonly OvsRow[];
}

/** RFC 7047, 5.1: `["set", [...]]`, `["map", [[k, v], ...]]`, `["uuid", "..."]`, or an atom. */
function plain(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const [tag, content] = value as [string, unknown];
  if (tag === 'set') return (content as unknown[]).map(plain);
  if (tag === 'map')
    return Object.fromEntries((content as [string, unknown][]).map(([k, v]) => [k, plain(v)]));
  return content;
}

function rows(text: string | undefined): OvsRow[] {
  const table = JSON.parse(text ?? '') as { headings: string[]; data: unknown[][] };
  return table.data.map(row =>
    Object.fromEntries(table.headings.map((name, index) => [name, plain(row[index])])),
  );
}

const EMPTY: OvsTables = { bridges: [], ports: [], interfaces: [] };

const LIST = 'ovs-vsctl --timeout=10 --format=json -- list Bridge -- list Port -- list Interface';

/**
 * Bridges, ports and interfaces by one process. Without a wish for OVS a database that is down is no error, and one is
 * asked only where a datapath shows that there are bridges: the kernel's, or the one in user space.
 */
export const ovsProbe: Probe<OvsTables> = {
  name: 'ovs',
  tool: 'ovs-vsctl',
  program: wanted =>
    wanted.length > 0
      ? LIST
      : `if [ -e /sys/class/net/ovs-system ] || [ -e /sys/class/net/ovs-netdev ]; then ${LIST} 2>/dev/null || :; fi`,
  parse(stdout) {
    const lines = stdout.trim().split('\n').filter(Boolean);
    if (lines.length === 0) return EMPTY;
    return { bridges: rows(lines[0]), ports: rows(lines[1]), interfaces: rows(lines[2]) };
  },
  empty: EMPTY,
};

/** OVSDB has no null: a column without value is the empty set. */
export const optional = <T>(value: unknown): T | null =>
  ((Array.isArray(value) ? value[0] : value) as T) ?? null;
