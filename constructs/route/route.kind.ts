import { z } from 'zod';
import type { Kind, Observed, PropertyChange } from '../../lib/kind';
import {
  familyOf,
  ipAddress,
  ipPrefix,
  loopbackOf,
  namespaceName,
  namespaceOf,
  parseInterface,
  placedLinkRef,
  within,
} from '../../lib/net';
import { type BatchStep, ip, ipAway } from '../../lib/script/step';
import type { Facts } from '../../lib/state/facts';
import { type NextHop as HostHop, type HostRoute, routesProbe } from '../../lib/state/routes.probe';

const everywhere = { 4: '0.0.0.0/0', 6: '::/0' } as const;

/** What becomes of a packet that goes nowhere, as ip-route(8) spells it. */
export const routeTypes = ['blackhole', 'unreachable', 'prohibit', 'throw'] as const;
export type RouteType = (typeof routeTypes)[number];

const nextHop = z.strictObject({
  via: ipAddress,
  link: placedLinkRef.optional(),
  weight: z.number().int().min(1).max(256).default(1),
});

type Hop = z.infer<typeof nextHop>;

/** Hops in the order of their gateways: the kernel keeps the order of IPv4's only. */
const inOrder = (hops: readonly Hop[]): Hop[] =>
  [...hops].sort((a, b) => `${a.via} ${a.link}`.localeCompare(`${b.via} ${b.link}`));

const between = (low: number, high: number) => {
  const message = `must be a whole number from ${low} to ${high}`;
  return z.number().int(message).min(low, message).max(high, message);
};
/** RTA_METRICS by property and by word of ip-route(8); the kernel takes less than what is over (ip_metrics_convert). */
const limits = {
  mtu: { word: 'mtu', is: between(68, 65520) },
  advMss: { word: 'advmss', is: between(1, 65495) },
  initCwnd: { word: 'initcwnd', is: between(1, 4294967295) },
  initRwnd: { word: 'initrwnd', is: between(1, 4294967295) },
} as const;
const limitNames = ['mtu', 'advMss', 'initCwnd', 'initRwnd'] as const;
const place = (namespace: string | undefined): string =>
  namespace === undefined ? 'on the host' : `in network namespace '${namespace}'`;

const base = z.strictObject({
  to: ipPrefix,
  type: z.enum(routeTypes).optional(),
  via: ipAddress.optional(),
  link: placedLinkRef.optional(),
  onLink: z.boolean().optional(),
  nextHops: z.array(nextHop).min(2).transform(inOrder).optional(),
  metric: z.number().int().min(0).max(4294967295).optional(),
  table: z.number().int().min(1).max(4294967295).optional(),
  source: ipAddress.optional(),
  mtu: limits.mtu.is.optional(),
  advMss: limits.advMss.is.optional(),
  initCwnd: limits.initCwnd.is.optional(),
  initRwnd: limits.initRwnd.is.optional(),
  namespace: namespaceName.optional(),
});

export type RouteProps = z.infer<typeof base>;

/** `default` is told by its gateway's family; in an intent it stands as 0.0.0.0/0 or ::/0. */
const schema = z
  .preprocess((value: unknown) => {
    const props = value as { to?: unknown; via?: unknown; nextHops?: { via?: unknown }[] } | null;
    if (props?.to !== 'default') return value;
    const via = String(props.via ?? props.nextHops?.[0]?.via ?? '');
    return { ...props, to: everywhere[familyOf(via)] };
  }, base)
  .superRefine((props, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const { type, via, link, nextHops, onLink } = props;
    if (type !== undefined) {
      for (const field of ['via', 'link', 'nextHops', 'onLink', 'source', ...limitNames] as const)
        if (props[field] !== undefined) refuse(field, `a ${type} route leads nowhere; leave ${field} out`);
    } else if (nextHops !== undefined) {
      for (const field of ['via', 'link', 'onLink'] as const)
        if (props[field] !== undefined) refuse(field, `is told by each of nextHops; leave ${field} out`);
    } else if (via === undefined && link === undefined) refuse('via', 'a route needs via, link or both');
    for (const one of [link, ...(nextHops ?? []).map(hop => hop.link)])
      if (one !== undefined && namespaceOf(one) !== props.namespace)
        refuse(
          'namespace',
          `${one} is ${place(namespaceOf(one))}, and the route ${place(props.namespace)}; give both one place`,
        );
    if (onLink && (via === undefined || link === undefined))
      refuse('onLink', 'says that via is right behind link; give both');
    for (const field of ['via', 'source'] as const)
      if (props[field] !== undefined && familyOf(props[field]) !== familyOf(props.to))
        refuse(field, `${props[field]} is not of the same family as ${props.to}`);
    for (const hop of nextHops ?? [])
      if (familyOf(hop.via) !== familyOf(props.to))
        refuse('nextHops', `${hop.via} is not of the same family as ${props.to}`);
    if (new Set(nextHops?.map(hop => `${hop.via} ${hop.link}`)).size < (nextHops?.length ?? 0))
      refuse('nextHops', 'one is named twice; give it more weight instead');
  }) as unknown as z.ZodType<RouteProps>;

/** IPv6 routes have metric 1024 unless told otherwise (include/uapi/linux/ipv6_route.h, IP6_RT_PRIO_USER). */
const metricOf = (props: Pick<RouteProps, 'to' | 'metric'>): number =>
  props.metric ?? (familyOf(props.to) === 6 ? 1024 : 0);
const MAIN = 254;

const isDefault = (to: string): boolean => Object.values(everywhere).includes(to as '::/0');
const isDead = (type: string): type is RouteType => (routeTypes as readonly string[]).includes(type);

function prefixOf({ dst, family }: HostRoute): string {
  if (dst === 'default') return everywhere[family];
  return dst.includes('/') ? dst : `${dst}/${family === 4 ? 32 : 128}`;
}

/** What tells routes apart. */
type Identity = Pick<RouteProps, 'to' | 'metric' | 'table' | 'namespace'>;

/** A route as the host has it. */
type Seen = Observed<RouteProps> & Identity;

const gatewayOf = (hop: HostHop): string | undefined => hop.gateway ?? hop.via?.host;

const hopsOf = (route: HostRoute): Hop[] =>
  inOrder(
    (route.nexthops ?? []).map(hop => ({
      via: gatewayOf(hop) ?? '',
      ...(hop.dev && { link: hop.dev }),
      weight: hop.weight ?? 1,
    })),
  );

const limitsOf = ({ metrics }: HostRoute): Observed<Pick<RouteProps, (typeof limitNames)[number]>> =>
  Object.fromEntries(limitNames.map(name => [name, metrics?.[0]?.[limits[name].word] ?? null]));

function propsOf(route: HostRoute): Seen {
  const { type, table, dev, namespace } = route;
  const metric = route.metric ?? 0;
  const dead = isDead(type);
  return {
    to: prefixOf(route),
    type: dead ? type : null,
    via: gatewayOf(route) ?? null,
    // The kernel puts IPv6 routes that lead nowhere on lo.
    ...(dev && !dead && { link: dev }),
    onLink: route.flags?.includes('onlink') ?? false,
    nextHops: route.nexthops ? hopsOf(route) : null,
    ...(metric !== (route.family === 6 ? 1024 : 0) && { metric }),
    ...(table !== MAIN && { table }),
    source: route.prefsrc ?? null,
    ...limitsOf(route),
    ...(namespace !== undefined && { namespace }),
  };
}

const ours = (facts: Facts): HostRoute[] =>
  facts
    .read(routesProbe)
    .filter(({ type }) => type === 'unicast' || isDead(type))
    .filter(route => 'ok' in parseInterface(prefixOf(route)));

/** Routes that a person or a service set: not those that the kernel makes of addresses. */
const settled = (facts: Facts): Seen[] =>
  ours(facts)
    .filter(({ own }) => !own)
    .map(propsOf);

const key = (props: Identity): string =>
  `${props.namespace === undefined ? '' : `${props.namespace}/`}${props.table ?? MAIN}/${props.to}/${metricOf(props)}`;

const hopWords = ({ via, link, weight }: Hop): string[] => [
  ...['nexthop', 'via', via],
  ...(link ? ['dev', link] : []),
  ...['weight', String(weight)],
];

const words = (props: RouteProps, verb: string): string[] => [
  ...['route', verb, ...(props.type ? [props.type] : []), props.to],
  ...(props.via ? ['via', props.via] : []),
  ...(props.link ? ['dev', props.link] : []),
  ...(props.onLink ? ['onlink'] : []),
  ...(props.source ? ['src', props.source] : []),
  ...['metric', String(metricOf(props))],
  ...['table', String(props.table ?? MAIN)],
  ...limitNames.flatMap(name => (props[name] ? [limits[name].word, String(props[name])] : [])),
  ...(props.nextHops ?? []).flatMap(hopWords),
];

const line = (props: RouteProps, verb: string): BatchStep => ({
  ...ip(words(props, verb)),
  ...(props.namespace !== undefined && { namespace: props.namespace }),
});

/** What a route that goes another way from now on keeps of what was seen of it: nothing of the way before. */
function turned(props: RouteProps, changes: readonly PropertyChange[]): RouteProps {
  const gets = (property: keyof RouteProps): boolean =>
    changes.some(
      change => change.name === property && 'to' in change && change.to !== null && change.to !== undefined,
    );
  const { to, metric, table, namespace, type, nextHops, via, link, onLink, ...rest } = props;
  const identity = { to, metric, table, namespace };
  if (gets('type')) return { ...identity, type };
  if (gets('nextHops')) return { ...identity, ...rest, nextHops };
  return gets('via') || gets('link') ? { ...identity, ...rest, via, link, onLink } : props;
}

const name = (to: string): string => (isDefault(to) ? `default${to === '::/0' ? ' (IPv6)' : ''}` : to);

/** Where packets for a prefix go. */
export const routeKind: Kind<RouteProps> = {
  name: 'route',
  summary: 'Where packets for a prefix go: to a gateway, straight out of a link, or nowhere.',
  schema,
  key,
  describe: ({ to, type, via, link, nextHops, table, namespace }) => {
    const gateways = via ?? nextHops?.map(hop => hop.via).join(' and ');
    return [
      ...(type ? [type] : []),
      name(to),
      ...(gateways && !type ? [`via ${gateways}`] : []),
      ...(link && !type ? [`on ${link}`] : []),
      ...(table === undefined || table === MAIN ? [] : [`in table ${table}`]),
      ...(namespace !== undefined && !link ? [`in ${namespace}`] : []),
    ].join(' ');
  },
  on: props => props.link,
  namespaced: true,
  traits: ({ to, type, via, nextHops, table = MAIN }) =>
    isDefault(to) && !type
      ? { defaultRoute: { family: familyOf(to), table, via: via ?? nextHops?.[0]?.via } }
      : {},
  // Gateways are reachable through addresses, so all of those come first.
  requires: ({ nextHops, namespace }) => [
    ...(namespace === undefined ? [] : [`link:${loopbackOf(namespace)}`]),
    'kind:address',
    ...(nextHops ?? []).flatMap(({ link }) => (link ? [`link:${link}`] : [])),
  ],
  // The kernel flushes the routes of a link that goes down.
  lostWhenDown: () => true,
  upheldBy: ({ to, link, source, namespace }) => [
    ...(source ? [`source:${within(namespace, source)}`] : []),
    ...(link && familyOf(to) === 4 ? [`ipv4:${link}`] : []),
  ],
  whole: true,
  defaults: {
    ...{ type: null, via: null, onLink: false, nextHops: null, source: null },
    ...{ mtu: null, advMss: null, initCwnd: null, initRwnd: null },
  },
  probes: [routesProbe],

  observe(props, facts) {
    const wanted = key(props);
    const found = ours(facts)
      .map(propsOf)
      .find(route => key(route) === wanted);
    if (!found) return undefined;
    // A hop that is asked for without a link may leave by any.
    const free = new Set(props.nextHops?.flatMap(({ via, link }) => (link ? [] : [via])));
    const nextHops = found.nextHops?.map(({ link, ...hop }) => ({
      ...hop,
      ...(link && !free.has(hop.via) && { link }),
    }));
    return {
      ...found,
      ...(nextHops && { nextHops }),
      ...(props.metric !== undefined && { metric: metricOf(found) }),
    };
  },
  list: settled,

  create: props => [line(props, 'replace')],
  update: (props, changes) => [line(turned(props, changes), 'replace')],
  // Named by prefix, metric and table alone: whatever else it has by then, it goes.
  remove: ({ to, type, metric, table, namespace }) => [
    {
      ...ipAway([
        ...['route', 'delete', ...(type ? [type] : []), to],
        ...['metric', metricOf({ to, metric }), 'table', table ?? MAIN],
      ]),
      ...(namespace !== undefined && { namespace }),
    },
  ],
};
