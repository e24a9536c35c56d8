import type { Probe } from './facts';
import { parseIpJson } from './links.probe';

/** One route as `ip -j -d route` prints it. */
export interface HostRoute {
  readonly dst: string;
  readonly gateway?: string;
  readonly via?: { readonly family: string; readonly host: string };
  readonly dev?: string;
  readonly table?: string;
  readonly protocol?: string;
  readonly scope?: string;
  readonly type?: string;
  readonly prefsrc?: string;
  readonly metric?: number;
  readonly flags?: readonly string[];
  readonly family: 4 | 6;
}

/** Routes of both families in all tables but the kernel's own `local`. Two processes. */
export const routesProbe: Probe<readonly HostRoute[]> = {
  name: 'routes',
  tool: 'ip',
  program: () => 'ip -4 -j -d route show table all\necho\nip -6 -j -d route show table all',
  parse: stdout =>
    stdout
      .trim()
      .split(/\n+/)
      .flatMap((text, index) =>
        parseIpJson<HostRoute>(text).map(route => ({
          ...route,
          family: index === 0 ? (4 as const) : (6 as const),
        })),
      )
      .filter(route => route.table !== 'local' && route.type !== 'local' && typeof route.dst === 'string'),
  empty: [],
};
