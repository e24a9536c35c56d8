import { z } from 'zod';
import type { Kind, PropertyChange } from '../../lib/kind';
import { bitRate, bitRateOf, bitsOf, linkRef } from '../../lib/net';
import type { Step } from '../../lib/script/step';
import {
  burstFault,
  burstFor,
  burstKiB,
  classOf,
  HANDLE,
  octetsOf,
  REST_CLASS,
  ROOT_CLASS,
  seenBurst,
  tc,
  tcLenient,
  tcNeeds,
} from '../traffic/tc.kind';
import { trafficProbe } from '../traffic/traffic.probe';
import { filtersOf, type Match, MOST_MATCHES, match, type Unknown } from './match.kind';
import { seenMatches } from './seen-matches.kind';

export const classQueues = ['fq_codel', 'sfq', 'pfifo', 'bfifo'] as const;
export type ClassQueue = (typeof classQueues)[number];

const schema = z
  .strictObject({
    link: linkRef,
    classId: z
      .number()
      .int()
      .min(ROOT_CLASS + 1)
      .max(REST_CLASS),
    rate: bitRate,
    ceil: bitRate.optional(),
    priority: z.number().int().min(0).max(7).default(0),
    burstKiB: burstKiB.optional(),
    queue: z.enum(classQueues).default('fq_codel'),
    matches: z.array(match).max(MOST_MATCHES).default([]),
  })
  .transform(props => ({
    ...props,
    ceil: props.ceil ?? props.rate,
    burstKiB: props.burstKiB ?? burstFor(props.rate, 10, 32),
  }))
  .superRefine(({ rate, ceil, burstKiB: burst, classId, matches }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (bitsOf(ceil) < bitsOf(rate))
      refuse('ceil', `${ceil} is under the rate of ${rate} that the class has for sure`);
    const fault = burstFault(rate, burst);
    if (fault) refuse('burstKiB', fault);
    if (classId === REST_CLASS && matches.length > 0)
      refuse('matches', 'the class of what no other class matches looks for nothing; leave them out');
  });

export type TrafficClassProps = z.infer<typeof schema>;

/**
 * What a class may send in its turn, by which those of one priority part what is left over: in proportion to the
 * rate, within the bounds that htb_change_class would set with a warning to the log.
 */
const quantum = (rate: string): number => Math.min(200_000, Math.max(1_514, Math.round(octetsOf(rate) / 10)));

/** All of it is said each time: what is left out would fall back to the kernel's own. */
export const htbClass = (
  link: string,
  id: number,
  {
    rate,
    ceil,
    priority,
    burstKiB: burst,
  }: Pick<TrafficClassProps, 'rate' | 'ceil' | 'priority' | 'burstKiB'>,
): Step =>
  tc([
    ...['class', 'replace', 'dev', link, 'parent', id === ROOT_CLASS ? HANDLE : classOf(ROOT_CLASS)],
    ...['classid', classOf(id), 'htb', 'rate', rate, 'ceil', ceil, 'burst', `${burst}k`],
    ...['cburst', `${Math.max(burst, burstFor(ceil, 10, 32))}k`, 'quantum', quantum(rate), 'prio', priority],
  ]);

const setQueue = ({ link, classId, queue }: TrafficClassProps): Step =>
  tc(['qdisc', 'replace', 'dev', link, 'parent', classOf(classId), queue]);

type Place = Pick<TrafficClassProps, 'link' | 'classId'>;

const putFilters = ({ link, classId }: Place, slot: number, one: Match): Step[] =>
  filtersOf(classId, slot, one).map(({ preference, words }) =>
    tc([
      ...['filter', 'replace', 'dev', link, 'parent', HANDLE, 'pref', preference],
      ...words,
      ...['classid', classOf(classId)],
    ]),
  );

const dropFilters = ({ link, classId }: Place, slot: number, one: Match | Unknown): Step[] =>
  filtersOf(classId, slot, one).map(({ preference }) =>
    tcLenient(['filter', 'del', 'dev', link, 'parent', HANDLE, 'pref', preference]),
  );

/** Only what differs: other packets find their class all the time. */
function changeMatches(props: TrafficClassProps, before: readonly (Match | Unknown)[]): Step[] {
  const slots = Array.from({ length: MOST_MATCHES }, (_, slot) => slot).filter(
    slot => JSON.stringify(before[slot]) !== JSON.stringify(props.matches[slot]),
  );
  const [gone, come] = [before, props.matches] as const;
  return [
    ...slots.flatMap(slot => (gone[slot] ? dropFilters(props, slot, gone[slot]) : [])),
    ...slots.flatMap(slot => (come[slot] ? putFilters(props, slot, come[slot]) : [])),
  ];
}

function update(props: TrafficClassProps, changes: readonly PropertyChange[]): Step[] {
  const changed = new Map(changes.flatMap(change => ('to' in change ? [[change.name, change.from]] : [])));
  const bounds = ['rate', 'ceil', 'priority', 'burstKiB'].some(name => changed.has(name));
  return [
    ...(bounds ? [htbClass(props.link, props.classId, props)] : []),
    ...(changed.has('queue') ? [setQueue(props)] : []),
    ...(changed.has('matches')
      ? changeMatches(props, (changed.get('matches') ?? []) as readonly (Match | Unknown)[])
      : []),
  ];
}

/** A part of a shaper's rate, and the packets that it is for (tc-htb(8)). */
export const trafficClassKind: Kind<TrafficClassProps> = {
  name: 'traffic-class',
  summary: 'A part of a shaped rate: what it has for sure, what it may borrow, and the packets it is for.',
  schema,
  key: ({ link, classId }) => `${link}/${classId}`,
  describe: ({ link, classId, rate, ceil }) =>
    `${classId === REST_CLASS ? 'rest' : classId} of ${link} (${rate}${!ceil || ceil === rate ? '' : ` to ${ceil}`})`,
  on: props => props.link,
  requires: props => [`shaper/${props.link}`],
  upheldBy: props => [`shaper:${props.link}`],
  whole: true,
  needs: ({ queue = 'fq_codel', matches = [] }) =>
    tcNeeds(
      'sch_htb',
      ...(queue === 'fq_codel' || queue === 'sfq' ? [`sch_${queue}`] : []),
      ...(matches.some(one => one.mark === undefined) ? ['cls_flower'] : []),
      ...(matches.some(one => one.mark !== undefined) ? ['cls_fw'] : []),
    ),
  probes: [trafficProbe],

  observe(props, facts) {
    const { link, classId } = props;
    const { classes, filters, qdiscs } = facts.read(trafficProbe);
    const own = classes.find(({ dev, id }) => dev === link && id === classId);
    if (!own) return undefined;
    const at = classOf(classId);
    const mine = filters.filter(one => one.dev === link && one.at === 'htb');
    return {
      link,
      classId,
      rate: bitRateOf(own.rate),
      ceil: bitRateOf(own.ceil),
      priority: own.priority,
      burstKiB: seenBurst(own.burst, props.rate, props.burstKiB),
      queue: (qdiscs.find(({ dev, parent }) => dev === link && parent === at)?.kind ??
        null) as ClassQueue | null,
      matches: seenMatches(mine, classId) as TrafficClassProps['matches'],
    };
  },

  create: props => [
    htbClass(props.link, props.classId, props),
    setQueue(props),
    ...props.matches.flatMap((one, slot) => putFilters(props, slot, one)),
  ],
  update,
  // A class that a filter leads to cannot go (htb_delete).
  remove: props => [
    ...props.matches.flatMap((one, slot) => dropFilters(props, slot, one)),
    tcLenient(['class', 'del', 'dev', props.link, 'classid', classOf(props.classId)]),
  ],
};
