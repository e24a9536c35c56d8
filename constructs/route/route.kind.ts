import { z } from 'zod';
import type { Kind, Observed } from '../../lib/kind';
import { familyOf, ipAddress, ipPrefix, linkRef, parseInterface } from '../../lib/net';
import { ip, ipAway } from '../../lib/script/step';
import type { Facts } from '../../lib/state/facts';
import { type HostRoute, routesProbe } from '../../lib/state/routes.probe';

const everywhere = { 4: '0.0.0.0/0', 6: '::/0' } as const;

const base = z.strictObject({
  to: ipPrefix,
  via: ipAddress.optional(),
  link: linkRef.optional(),
  metric: z.number().int().min(0).max(4294967295).optional(),
  table: z.number().int().min(1).max(4294967295).optional(),
  source: ipAddress.optional(),
});

export type RouteProps = z.infer<typeof base>;

/** `default` is told by its gateway's family; in an intent it stands as 0.0.0.0/0 or ::/0. */
const schema = z
  .preprocess((value: unknown) => {
    const props = value as { to?: unknown; via?: unknown } | null;
    if (props?.to !== 'default') return value;
    return { ...props, to: everywhere[familyOf(String(props.via ?? ''))] };
  }, base)
  .superRefine((props, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (props.via === undefined && props.link === undefined) refuse('via', 'a route needs via, link or both');
    for (const field of ['via', 'source'] as const)
      if (props[field] !== undefined && familyOf(props[field]) !== familyOf(props.to))
        refuse(field, `${props[field]} is not of the same family as ${props.to}`);
  }) as unknown as z.ZodType<RouteProps>;

/** IPv6 routes have metric 1024 unless told otherwise (include/uapi/linux/ipv6_route.h, IP6_RT_PRIO_USER). */
const metricOf = (props: Pick<RouteProps, 'to' | 'metric'>): number =>
  props.metric ?? (familyOf(props.to) === 6 ? 1024 : 0);
const MAIN = 254;

const isDefault = (to: string): boolean => Object.values(everywhere).includes(to as '::/0');

function prefixOf({ dst, family }: HostRoute): string {
  if (dst === 'default') return everywhere[family];
  return dst.includes('/') ? dst : `${dst}/${family === 4 ? 32 : 128}`;
}

const tableOf = (route: HostRoute): number | undefined =>
  route.table === undefined || route.table === 'main' ? MAIN : Number(route.table);

/** A route as the host has it. */
type Seen = Observed<RouteProps> & Pick<RouteProps, 'to' | 'metric' | 'table'>;

function propsOf(route: HostRoute): Seen {
  const metric = route.metric ?? 0;
  const table = tableOf(route);
  return {
    to: prefixOf(route),
    via: route.gateway ?? route.via?.host ?? null,
    ...(route.dev && { link: route.dev }),
    ...(metric !== (route.family === 6 ? 1024 : 0) && { metric }),
    ...(table !== MAIN && { table }),
    source: route.prefsrc ?? null,
  };
}

/** Routes that a person or a service set: not those that the kernel makes of addresses. */
const settled = (facts: Facts): Seen[] =>
  facts
    .read(routesProbe)
    .filter(route => route.protocol !== 'kernel' && (route.type ?? 'unicast') === 'unicast')
    .filter(route => !Number.isNaN(tableOf(route)) && 'ok' in parseInterface(prefixOf(route)))
    .map(propsOf);

const key = (props: Pick<RouteProps, 'to' | 'metric' | 'table'>): string =>
  `${props.table ?? MAIN}/${props.to}/${metricOf(props)}`;

const words = (props: RouteProps, verb: string): string[] => [
  ...['route', verb, props.to],
  ...(props.via ? ['via', props.via] : []),
  ...(props.link ? ['dev', props.link] : []),
  ...(props.source ? ['src', props.source] : []),
  ...['metric', String(metricOf(props))],
  ...['table', String(props.table ?? MAIN)],
];

const name = (to: string): string => (isDefault(to) ? `default${to === '::/0' ? ' (IPv6)' : ''}` : to);

/** Where packets for a prefix go. */
export const routeKind: Kind<RouteProps> = {
  name: 'route',
  summary: 'Where packets for a prefix go: to a gateway, or straight out of a link.',
  schema,
  key,
  describe: props =>
    `${name(props.to)}${props.via ? ` via ${props.via}` : ''}${props.link ? ` on ${props.link}` : ''}`,
  on: props => props.link,
  traits: ({ to, via, table = MAIN }) =>
    isDefault(to) ? { defaultRoute: { family: familyOf(to), table, via } } : {},
  // Gateways are reachable through addresses, so all of those come first.
  requires: () => ['kind:address'],
  // The kernel flushes the routes of a link that goes down.
  lostWhenDown: () => true,
  upheldBy: ({ to, link, source }) => [
    ...(source ? [`source:${source}`] : []),
    ...(link && familyOf(to) === 4 ? [`ipv4:${link}`] : []),
  ],
  whole: true,
  defaults: { via: null, source: null },
  probes: [routesProbe],

  observe(props, facts) {
    const wanted = key(props);
    const found = facts
      .read(routesProbe)
      .filter(route => (route.type ?? 'unicast') === 'unicast')
      .map(propsOf)
      .find(route => key(route) === wanted);
    return found && { ...found, ...(props.metric !== undefined && { metric: metricOf(found) }) };
  },
  list: settled,

  create: props => [ip(words(props, 'replace'))],
  update: props => [ip(words(props, 'replace'))],
  // Named by prefix, metric and table alone: whatever else it has by then, it goes.
  remove: ({ to, metric, table }) => [
    ipAway(['route', 'delete', to, 'metric', metricOf({ to, metric }), 'table', table ?? MAIN]),
  ],
};
