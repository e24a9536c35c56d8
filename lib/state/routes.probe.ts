import { namespaceOf } from '../net';
import type { Probe } from './facts';
import { parseIpJson } from './links.probe';

/** What becomes of a packet, as ip-route(8) spells it, by number (RTN_*, include/uapi/linux/rtnetlink.h). */
const TYPES: Readonly<Record<string, string>> = {
  1: 'unicast',
  2: 'local',
  3: 'broadcast',
  4: 'anycast',
  5: 'multicast',
  6: 'blackhole',
  7: 'unreachable',
  8: 'prohibit',
  9: 'throw',
};

/** The kernel's own tables (RT_TABLE_*, ibid.); others have the names that /etc/iproute2/rt_tables gives them. */
const TABLES: Readonly<Record<string, number>> = { default: 253, main: 254, local: 255 };
const KERNEL = '2';

export interface NextHop {
  readonly gateway?: string;
  readonly via?: { readonly family: string; readonly host: string };
  readonly dev?: string;
  readonly weight?: number;
}

/** One route as `ip -j -d route` prints it, its table as a number and its type as a word. */
export interface HostRoute extends NextHop {
  readonly dst: string;
  readonly table: number;
  readonly type: string;
  /** True for what the kernel makes of addresses by itself. */
  readonly own: boolean;
  readonly prefsrc?: string;
  readonly metric?: number;
  readonly flags?: readonly string[];
  readonly nexthops?: readonly NextHop[];
  /** RTA_METRICS, in a list of one. */
  readonly metrics?: readonly Readonly<Record<string, number>>[];
  readonly family: 4 | 6;
  /** The network namespace that it is in. @default the host's own */
  readonly namespace?: string;
}

type Printed = Omit<HostRoute, 'table' | 'type' | 'own' | 'family'> & {
  readonly table?: string;
  readonly type?: string;
  readonly protocol?: string;
};

export const tableNumber = (table: string | undefined): number =>
  TABLES[table ?? 'main'] ?? Number(table ?? TABLES.main);

function routeOf({ table, type = 'unicast', protocol, ...rest }: Printed, family: 4 | 6): HostRoute {
  const own = protocol === 'kernel' || protocol === KERNEL;
  return { ...rest, table: tableNumber(table), type: TYPES[type] ?? type, own, family };
}

/** Routes of both families in all tables but the kernel's own `local`. Two processes. */
export const routesProbe: Probe<readonly HostRoute[]> = {
  name: 'routes',
  tool: 'ip',
  // Numbers, since names of tables are the host's own.
  program: () => 'ip -N -4 -j -d route show table all\necho\nip -N -6 -j -d route show table all',
  parse: stdout =>
    stdout
      .trim()
      .split(/\n+/)
      .flatMap((text, index) => parseIpJson<Printed>(text).map(route => routeOf(route, index === 0 ? 4 : 6)))
      .filter(
        route => route.table !== TABLES.local && route.type !== 'local' && typeof route.dst === 'string',
      ),
  within: (routes, named) =>
    routes.map(({ dev, nexthops, ...rest }) => ({
      ...rest,
      namespace: namespaceOf(named('lo')),
      ...(dev && { dev: named(dev) }),
      ...(nexthops && {
        nexthops: nexthops.map(hop => ({ ...hop, ...(hop.dev && { dev: named(hop.dev) }) })),
      }),
    })),
  empty: [],
};
