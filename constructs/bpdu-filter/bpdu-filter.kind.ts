import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { linkRef } from '../../lib/net';
import type { Step } from '../../lib/script/step';
import {
  actionOf,
  BPDU_GROUPS,
  dropBpduFilters,
  holdFilters,
  ingressQdisc,
  type Place,
  putFilter,
  seenFilter,
  type Way,
} from '../traffic/clsact.kind';
import { tcNeeds } from '../traffic/tc.kind';
import { trafficProbe } from '../traffic/traffic.probe';

export const bpduDirections = ['both', 'ingress', 'egress'] as const;
export type BpduDirection = (typeof bpduDirections)[number];

const schema = z.strictObject({ link: linkRef, direction: z.enum(bpduDirections).default('both') });

export type BpduFilterProps = z.infer<typeof schema>;

const places = (link: string, ...ways: readonly Way[]): Place[] =>
  ways.flatMap(way => BPDU_GROUPS.map((_, group) => ({ link, way, what: 'bpdu' as const, group })));

const WAYS: Readonly<Record<BpduDirection, readonly Way[]>> = {
  both: ['ingress', 'egress'],
  ingress: ['ingress'],
  egress: ['egress'],
};

const placesOf = ({ link, direction }: BpduFilterProps): Place[] => places(link, ...WAYS[direction]);

const set = (props: BpduFilterProps): Step[] => placesOf(props).map(place => putFilter(place, ['drop']));

/** No BPDU comes in at a link, nor leaves by it (kernel: net/sched/cls_flower.c, before and behind the bridge). */
export const bpduFilterKind: Kind<BpduFilterProps> = {
  name: 'bpdu-filter',
  summary: 'BPDUs of spanning trees are dropped where a link receives them, where it sends them, or both.',
  schema,
  key: props => props.link,
  describe: ({ link, direction }) => `${link}${direction === 'both' ? '' : ` (${direction})`}`,
  on: props => props.link,
  whole: true,
  needs: () => tcNeeds('sch_ingress', 'cls_flower', 'act_gact'),
  probes: [trafficProbe],

  observe({ link }, facts) {
    const all = places(link, ...WAYS.both);
    const seen = all.filter(place => seenFilter(facts, place));
    if (seen.length === 0) return undefined;
    const drops = (way: Way): boolean =>
      places(link, way).every(place => {
        const filter = seenFilter(facts, place);
        return filter !== undefined && actionOf(filter, place).startsWith('gact action drop');
      });
    const none = (way: Way): boolean => seen.every(place => place.way !== way);
    const direction = bpduDirections.find(one =>
      WAYS.both.every(way => (WAYS[one].includes(way) ? drops(way) : none(way))),
    );
    return { link, direction: direction ?? null };
  },
  obstacle: ({ link }, facts) => ingressQdisc(facts, link),

  create: props => [holdFilters(props.link), ...set(props)],
  update: (props, changes) => {
    const unwanted = WAYS.both.filter(way => !WAYS[props.direction].includes(way));
    return changes.length === 0 ? [] : [...set(props), ...dropBpduFilters(props.link, unwanted)];
  },
  remove: ({ link }) => dropBpduFilters(link, WAYS.both),
};
