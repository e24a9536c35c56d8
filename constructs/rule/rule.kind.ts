import { z } from 'zod';
import type { Kind, Observed } from '../../lib/kind';
import { familyOf, ipPrefix, loopbackOf, namespaceName, namespaceOf, placedLinkRef } from '../../lib/net';
import { ipAway, type Step } from '../../lib/script/step';
import { tableNumber } from '../../lib/state/routes.probe';
import { type HostRule, rulesProbe } from './rules.probe';

/** What becomes of a packet for which no table is looked up, by number (RTN_*); `nop` is told by its name. */
const ACTIONS = { blackhole: '6', unreachable: '7', prohibit: '8', nop: 'nop' } as const;
const actions = ['blackhole', 'unreachable', 'prohibit', 'nop'] as const;
export type RuleAction = (typeof actions)[number];

/** IANA's numbers, by the names of /etc/protocols. */
const PROTOCOLS = {
  ...{ icmp: 1, igmp: 2, ipip: 4, tcp: 6, udp: 17, dccp: 33, gre: 47, esp: 50, ah: 51 },
  ...{ 'ipv6-icmp': 58, ospf: 89, vrrp: 112, l2tp: 115, sctp: 132, udplite: 136 },
} as const;
export type IpProtocol = keyof typeof PROTOCOLS;
const protocolNames = Object.keys(PROTOCOLS) as readonly IpProtocol[];
/** In whose packets the kernel finds ports (__skb_flow_get_ports). */
const WITH_PORTS: readonly number[] = [6, 17, 33, 132, 136];

const uint32 = z.number().int().min(0).max(4294967295);

const ipProto = z
  .union([z.number().int().min(1).max(255), z.enum(protocolNames)])
  .transform(value => (typeof value === 'number' ? value : PROTOCOLS[value]));

/** One number, or first and last of a range: `80`, `1000-1999`. */
const range = (what: string, least: number, most: number) =>
  z.union([z.number(), z.string()]).transform((value, context) => {
    const [, first, last = first] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(String(value)) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (from >= least && to <= most && from <= to) return from === to ? `${from}` : `${from}-${to}`;
    const message = `${value} is no ${what} nor a range of them; give a number from ${least} to ${most}, or two such as 1000-1999`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

// The kernel refuses the first and the last port (fib_rule_port_range_valid, include/net/fib_rules.h).
const ports = range('port', 1, 65534);
/** The last number means no user at all. */
const users = range('user ID', 0, 4294967294);

const schema = z
  .strictObject({
    family: z.union([z.literal(4), z.literal(6)]),
    // 0, 32766 and 32767 are the kernel's own (net/ipv4/fib_rules.c, fib_default_rules_init).
    priority: z.number().int().min(1).max(32765),
    not: z.boolean().optional(),
    from: ipPrefix.optional(),
    to: ipPrefix.optional(),
    inLink: z.union([z.literal('lo'), placedLinkRef]).optional(),
    outLink: placedLinkRef.optional(),
    mark: uint32.optional(),
    markMask: uint32.optional(),
    tos: z
      .number()
      .int()
      .min(4)
      .max(252)
      .multipleOf(4, 'must be a multiple of 4: its two lowest bits are those of ECN')
      .optional(),
    ipProto: ipProto.optional(),
    sport: ports.optional(),
    dport: ports.optional(),
    uidRange: users.optional(),
    l3mdev: z.boolean().optional(),
    table: z.number().int().min(1).max(4294967295).optional(),
    suppressPrefixLength: z.number().int().min(0).max(128).optional(),
    suppressIfGroup: z.number().int().min(0).max(2147483647).optional(),
    goto: z.number().int().min(2).max(4294967295).optional(),
    action: z.enum(actions).optional(),
    namespace: namespaceName.optional(),
  })
  .superRefine((props, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const ends = (['table', 'goto', 'action'] as const).filter(field => props[field] !== undefined);
    if (ends.length === 0 && !props.l3mdev)
      refuse('table', 'a rule needs a table to look up, a rule to go to, an action, or l3mdev');
    for (const field of ends.slice(1)) refuse(field, `is in the place of ${ends[0]}; leave one of them out`);
    // fib_nl2rule, net/core/fib_rules.c.
    if (props.l3mdev && props.table !== undefined)
      refuse('l3mdev', 'looks up the table of the VRF that the packet is in; leave table out');
    if (props.goto !== undefined && props.goto <= props.priority)
      refuse('goto', `leads to a rule behind this one only; give more than ${props.priority}`);
    // The kernel takes them for other rules too, and forgets them.
    for (const field of ['suppressPrefixLength', 'suppressIfGroup'] as const)
      if (props[field] !== undefined && props.table === undefined)
        refuse(field, 'is about what the table answers; give a table');
    // fib4_rule_configure takes IPTOS_TOS_MASK only, which the upper bits of a code point are not in.
    if (props.tos !== undefined && props.family === 4 && props.tos > 28)
      refuse(
        'tos',
        `${props.tos} has bits that an IPv4 rule does not look at; give 4 to 28, or let nftables set a mark`,
      );
    for (const field of ['sport', 'dport'] as const)
      if (props[field] !== undefined && props.ipProto !== undefined && !WITH_PORTS.includes(props.ipProto))
        refuse(field, `packets of IP protocol ${props.ipProto} have no ports`);
    if (props.markMask !== undefined && props.mark === undefined)
      refuse('markMask', 'is of no use without mark');
    for (const field of ['inLink', 'outLink'] as const)
      if (props[field] !== undefined && namespaceOf(props[field]) !== props.namespace)
        refuse(
          field,
          props.namespace === undefined
            ? `${props[field]} is in a network namespace; give the rule that namespace`
            : `${props[field]} is not in network namespace '${props.namespace}', where the rule is; name a link of it`,
        );
    for (const field of ['from', 'to'] as const)
      if (props[field] !== undefined && familyOf(props[field]) !== props.family)
        refuse(field, `${props[field]} is not of IPv${props.family}`);
  });

export type RuleProps = z.infer<typeof schema>;

/** A line of `ip rule`. In a guarded script it may find that it was done before. */
const rule = (
  { family, namespace }: Pick<RuleProps, 'family' | 'namespace'>,
  args: readonly (string | number)[],
): Step => ({
  ...ipAway(['rule', ...args]),
  ...(family === 6 && { family }),
  ...(namespace !== undefined && { namespace }),
});

/** What an observed rule has none of is null. */
const isGiven = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;

const given = (word: string, value: string | number | null | undefined): string[] =>
  isGiven(value) ? [word, `${value}`] : [];

function selector(props: Observed<RuleProps>): string[] {
  const { mark, markMask, tos } = props;
  return [
    ...(props.not ? ['not'] : []),
    ...['from', props.from ?? 'all'],
    ...given('to', props.to),
    ...given('iif', props.inLink),
    ...given('oif', props.outLink),
    ...given('fwmark', isGiven(mark) && isGiven(markMask) ? `${mark}/${markMask}` : mark),
    // ip(8) reads it as hexadecimal, with 0x or without.
    ...given('tos', isGiven(tos) ? `0x${tos.toString(16)}` : null),
    ...given('ipproto', props.ipProto),
    ...given('sport', props.sport),
    ...given('dport', props.dport),
    // It takes a range only.
    ...given('uidrange', props.uidRange?.replace(/^\d+$/, '$&-$&')),
    ...(props.l3mdev ? ['l3mdev'] : []),
    ...given('table', props.table),
    ...given('suppress_prefixlength', props.suppressPrefixLength),
    ...given('suppress_ifgroup', props.suppressIfGroup),
    ...given('goto', props.goto),
    ...given('type', props.action),
  ];
}

const prefix = (text: string | undefined, length: number | undefined, family: 4 | 6): string | null =>
  text === undefined || text === 'all' ? null : `${text}/${length ?? (family === 4 ? 32 : 128)}`;

const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

/** `ipproto-6`, or its name where ip(8) does not know of numbers. */
const protocolOf = (text: string | undefined): number | null => {
  if (text === undefined) return null;
  const named = protocolNames.find(name => name === text);
  return named ? PROTOCOLS[named] : Number(text.replace(/^ipproto-/, ''));
};

const rangeOf = (one: number | undefined, first?: number, last?: number): string | null => {
  const [from, to] = [one ?? first, one ?? last];
  if (from === undefined || to === undefined) return null;
  return from === to ? `${from}` : `${from}-${to}`;
};

const actionOf = (rule: HostRule): RuleAction | null =>
  'nop' in rule
    ? 'nop'
    : (actions.find(action => rule.action === ACTIONS[action] || rule.action === action) ?? null);

const propsOf = (rule: HostRule): Observed<RuleProps> => ({
  family: rule.family,
  priority: rule.priority,
  not: 'not' in rule,
  from: prefix(rule.src, rule.srclen, rule.family),
  to: prefix(rule.dst, rule.dstlen, rule.family),
  inLink: rule.iif ?? null,
  outLink: rule.oif ?? null,
  mark: number(rule.fwmark),
  // The kernel's mask is all ones, and then ip(8) prints none.
  markMask: number(rule.fwmask) ?? (rule.fwmark === undefined ? null : 0xffffffff),
  tos: number(rule.tos),
  ipProto: protocolOf(rule.ipproto),
  sport: rangeOf(rule.sport, rule.sport_start, rule.sport_end),
  dport: rangeOf(rule.dport, rule.dport_start, rule.dport_end),
  uidRange: rangeOf(undefined, rule.uid_start, rule.uid_end),
  l3mdev: 'l3mdev' in rule,
  table: rule.table === undefined ? null : tableNumber(rule.table),
  suppressPrefixLength: rule.suppress_prefixlen ?? null,
  suppressIfGroup: number(rule.suppress_ifgroup),
  goto: rule.goto ?? null,
  action: actionOf(rule),
  ...(rule.namespace !== undefined && { namespace: rule.namespace }),
});

/** Which routing table a packet is looked up in (ip-rule(8)). */
export const ruleKind: Kind<RuleProps> = {
  name: 'rule',
  summary:
    'Which routing table a packet is looked up in: by source, destination, link, mark, protocol, port or user.',
  schema,
  key: ({ family, priority, namespace }) =>
    `${namespace === undefined ? '' : `${namespace}/`}${family}/${priority}`,
  describe: props =>
    `${props.priority}: ${selector(props).join(' ')}${props.family === 6 ? ' (IPv6)' : ''}${props.namespace === undefined ? '' : ` in ${props.namespace}`}`,
  namespaced: true,
  // A rule is told by all of its words: the kernel has no change of one.
  immutable: [
    ...['not', 'from', 'to', 'inLink', 'outLink', 'mark', 'markMask', 'tos', 'ipProto', 'sport', 'dport'],
    ...['uidRange', 'l3mdev', 'table', 'suppressPrefixLength', 'suppressIfGroup', 'goto', 'action'],
  ],
  whole: true,
  defaults: {
    ...{ not: false, from: null, to: null, inLink: null, outLink: null, mark: null, markMask: null },
    ...{ tos: null, ipProto: null, sport: null, dport: null, uidRange: null, l3mdev: false },
    ...{ table: null, suppressPrefixLength: null, suppressIfGroup: null, goto: null, action: null },
  },
  // Routes are there before packets are sent to their table.
  requires: ({ namespace }) => [
    'kind:route',
    ...(namespace === undefined ? [] : [`link:${loopbackOf(namespace)}`]),
  ],
  probes: [rulesProbe],

  observe: ({ family, priority, namespace }, facts) => {
    const found = facts
      .read(rulesProbe)
      .find(rule => rule.family === family && rule.priority === priority && rule.namespace === namespace);
    return found && propsOf(found);
  },

  create: props => [rule(props, ['add', 'priority', props.priority, ...selector(props)])],
  update: () => [],
  remove: props => [rule(props, ['delete', 'priority', props.priority])],
};
