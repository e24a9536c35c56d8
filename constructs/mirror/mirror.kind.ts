import { z } from 'zod';
import type { Kind, PropertyChange } from '../../lib/kind';
import { linkRef, vlanId } from '../../lib/net';
import type { Step } from '../../lib/script/step';
import {
  actionOf,
  dropFilter,
  holdFilters,
  ingressQdisc,
  type Place,
  putFilter,
  seenFilter,
  type Way,
} from '../traffic/clsact.kind';
import { tcNeeds } from '../traffic/tc.kind';
import { trafficProbe } from '../traffic/traffic.probe';

export const mirrorDirections = ['both', 'ingress', 'egress'] as const;
export type MirrorDirection = (typeof mirrorDirections)[number];

const schema = z
  .strictObject({
    link: linkRef,
    to: linkRef,
    direction: z.enum(mirrorDirections).default('both'),
    vlanId: vlanId.optional(),
  })
  .superRefine(({ link, to }, context) => {
    if (link === to)
      context.addIssue({
        code: 'custom',
        path: ['to'],
        message: `${to} would be copied to itself; give another link`,
      });
  });

export type MirrorProps = z.infer<typeof schema>;

const WAYS: Readonly<Record<MirrorDirection, readonly Way[]>> = {
  both: ['ingress', 'egress'],
  ingress: ['ingress'],
  egress: ['egress'],
};

const placeOf = ({ link, vlanId: id }: Pick<MirrorProps, 'link' | 'vlanId'>, way: Way): Place => ({
  link,
  way,
  what: 'mirror',
  vlanId: id,
});

/** `continue`: the filters behind see the frame too. `pipe`, which is its default, would end there. */
const set = (props: MirrorProps, way: Way): Step =>
  putFilter(placeOf(props, way), ['mirred', 'egress', 'mirror', 'dev', props.to, 'continue']);

/** A filter that does something else, or whose destination is gone (`*`), leads nowhere. */
const destination = (action: string): string | null => {
  const to = /^mirred \(Egress Mirror to device (\S+)\) continue/.exec(action)?.[1];
  return to === undefined || to === '*' ? null : to;
};

const wayBefore = (props: MirrorProps, changes: readonly PropertyChange[]): readonly Way[] => {
  const change = changes.find(({ name }) => name === 'direction');
  const from = change && 'from' in change ? (change.from as MirrorDirection | undefined) : props.direction;
  return from ? WAYS[from] : [];
};

/** A copy of what passes a link, sent out by another one (kernel: net/sched/act_mirred.c). */
export const mirrorKind: Kind<MirrorProps> = {
  name: 'mirror',
  summary: 'A copy of the frames that pass a link, or of those of one VLAN, sent out by another link.',
  schema,
  key: ({ link, vlanId: id }) => (id ? `${link}/${id}` : link),
  describe: ({ link, vlanId: id, to }) => `${link}${id ? ` VLAN ${id}` : ''} to ${to}`,
  on: props => props.link,
  requires: props => [`link:${props.to}`],
  // mirred_device_event: with that link the filter stays, and copies to nowhere.
  upheldBy: props => [`link:${props.to}`],
  traits: ({ link, to, direction }) => ({ mirror: { link, to, ways: WAYS[direction] } }),
  whole: true,
  needs: () => tcNeeds('sch_ingress', 'cls_flower', 'act_mirred'),
  probes: [trafficProbe],

  observe(props, facts) {
    const { link, vlanId: id } = props;
    const seen = WAYS.both.flatMap(way => {
      const place = placeOf(props, way);
      const filter = seenFilter(facts, place);
      return filter ? [{ way, to: destination(actionOf(filter, place)) }] : [];
    });
    const [first, second] = seen;
    if (!first) return undefined;
    return {
      link,
      ...(id && { vlanId: id }),
      to: second && second.to !== first.to ? null : first.to,
      direction: second ? 'both' : first.way,
    };
  },
  obstacle: ({ link }, facts) => ingressQdisc(facts, link),

  create: props => [holdFilters(props.link), ...WAYS[props.direction].map(way => set(props, way))],
  update: (props, changes) =>
    changes.length === 0
      ? []
      : [
          ...WAYS[props.direction].map(way => set(props, way)),
          ...wayBefore(props, changes)
            .filter(way => !WAYS[props.direction].includes(way))
            .map(way => dropFilter(placeOf(props, way))),
        ],
  remove: props => WAYS[props.direction].map(way => dropFilter(placeOf(props, way))),
};
