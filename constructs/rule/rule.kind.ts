import { z } from 'zod';
import type { Kind, Observed } from '../../lib/kind';
import { familyOf, ipPrefix, linkRef } from '../../lib/net';
import { ipAway, type Step } from '../../lib/script/step';
import { tableNumber } from '../../lib/state/routes.probe';
import { type HostRule, rulesProbe } from './rules.probe';

/** What becomes of a packet for which no table is looked up, by number (RTN_*). */
const ACTIONS = { blackhole: '6', unreachable: '7', prohibit: '8' } as const;
const actions = ['blackhole', 'unreachable', 'prohibit'] as const;
export type RuleAction = (typeof actions)[number];

const uint32 = z.number().int().min(0).max(4294967295);

const schema = z
  .strictObject({
    family: z.union([z.literal(4), z.literal(6)]),
    // 0, 32766 and 32767 are the kernel's own (net/ipv4/fib_rules.c, fib_default_rules_init).
    priority: z.number().int().min(1).max(32765),
    not: z.boolean().optional(),
    from: ipPrefix.optional(),
    to: ipPrefix.optional(),
    inLink: z.union([z.literal('lo'), linkRef]).optional(),
    outLink: linkRef.optional(),
    mark: uint32.optional(),
    markMask: uint32.optional(),
    table: z.number().int().min(1).max(4294967295).optional(),
    suppressPrefixLength: z.number().int().min(0).max(128).optional(),
    action: z.enum(actions).optional(),
  })
  .superRefine((props, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (props.table === undefined && props.action === undefined)
      refuse('table', 'a rule needs a table to look up, or an action');
    if (props.table !== undefined && props.action !== undefined)
      refuse('action', 'is in the place of a table; leave one of them out');
    if (props.markMask !== undefined && props.mark === undefined)
      refuse('markMask', 'is of no use without mark');
    if (props.suppressPrefixLength !== undefined && props.table === undefined)
      refuse('suppressPrefixLength', 'is about what the table answers; give a table');
    for (const field of ['from', 'to'] as const)
      if (props[field] !== undefined && familyOf(props[field]) !== props.family)
        refuse(field, `${props[field]} is not of IPv${props.family}`);
  });

export type RuleProps = z.infer<typeof schema>;

/** A line of `ip rule`. In a guarded script it may find that it was done before. */
const rule = ({ family }: Pick<RuleProps, 'family'>, args: readonly (string | number)[]): Step => ({
  ...ipAway(['rule', ...args]),
  ...(family === 6 && { family }),
});

/** What an observed rule has none of is null. */
const isGiven = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;

function selector(props: Observed<RuleProps>): string[] {
  const { not, from, to, inLink, outLink, mark, markMask, table, suppressPrefixLength, action } = props;
  return [
    ...(not ? ['not'] : []),
    ...['from', from ?? 'all'],
    ...(to ? ['to', to] : []),
    ...(inLink ? ['iif', inLink] : []),
    ...(outLink ? ['oif', outLink] : []),
    ...(isGiven(mark) ? ['fwmark', isGiven(markMask) ? `${mark}/${markMask}` : `${mark}`] : []),
    ...(isGiven(table) ? ['table', String(table)] : []),
    ...(isGiven(suppressPrefixLength) ? ['suppress_prefixlength', String(suppressPrefixLength)] : []),
    ...(action ? ['type', action] : []),
  ];
}

const prefix = (text: string | undefined, length: number | undefined, family: 4 | 6): string | null =>
  text === undefined || text === 'all' ? null : `${text}/${length ?? (family === 4 ? 32 : 128)}`;

const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

const actionOf = (rule: HostRule): RuleAction | null =>
  actions.find(action => rule.action === ACTIONS[action] || rule.action === action) ?? null;

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
  table: rule.table === undefined ? null : tableNumber(rule.table),
  suppressPrefixLength: rule.suppress_prefixlen ?? null,
  action: actionOf(rule),
});

/** Which routing table a packet is looked up in (ip-rule(8)). */
export const ruleKind: Kind<RuleProps> = {
  name: 'rule',
  summary: 'Which routing table a packet is looked up in: by source, destination, link or mark.',
  schema,
  key: ({ family, priority }) => `${family}/${priority}`,
  describe: props => `${props.priority}: ${selector(props).join(' ')}${props.family === 6 ? ' (IPv6)' : ''}`,
  // A rule is told by all of its words: the kernel has no change of one.
  immutable: [
    ...['not', 'from', 'to', 'inLink', 'outLink', 'mark', 'markMask', 'table'],
    ...['suppressPrefixLength', 'action'],
  ],
  whole: true,
  defaults: {
    ...{ not: false, from: null, to: null, inLink: null, outLink: null, mark: null, markMask: null },
    ...{ table: null, suppressPrefixLength: null, action: null },
  },
  // Routes are there before packets are sent to their table.
  requires: () => ['kind:route'],
  probes: [rulesProbe],

  observe: ({ family, priority }, facts) => {
    const found = facts.read(rulesProbe).find(rule => rule.family === family && rule.priority === priority);
    return found && propsOf(found);
  },

  create: props => [rule(props, ['add', 'priority', props.priority, ...selector(props)])],
  update: () => [],
  remove: props => [rule(props, ['delete', 'priority', props.priority])],
};
