import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { bitRate, bitRateOf, linkRef, vlanId } from '../../lib/net';
import type { Step } from '../../lib/script/step';
import {
  actionOf,
  dropFilter,
  holdFilters,
  ingressQdisc,
  type Place,
  putFilter,
  seenFilter,
} from '../traffic/clsact.kind';
import { burstFault, burstFor, burstKiB, seenBurst, tcNeeds } from '../traffic/tc.kind';
import { after, rateOf, sizeOf, trafficProbe } from '../traffic/traffic.probe';

const schema = z
  .strictObject({ link: linkRef, vlanId: vlanId.optional(), rate: bitRate, burstKiB: burstKiB.optional() })
  // Packets that were merged while they were received have up to 64 KiB, and one over the burst never passes.
  .transform(props => ({ ...props, burstKiB: props.burstKiB ?? burstFor(props.rate, 50, 128) }))
  .superRefine((props, context) => {
    const message = burstFault(props.rate, props.burstKiB);
    if (message) context.addIssue({ code: 'custom', path: ['burstKiB'], message });
    if (props.burstKiB < 66)
      context.addIssue({
        code: 'custom',
        path: ['burstKiB'],
        message: `${props.burstKiB} KiB are less than a packet may have that was merged while it was received, which would never pass; make it 66 or more`,
      });
  });

export type PolicerProps = z.infer<typeof schema>;

const placeOf = ({ link, vlanId: id }: Pick<PolicerProps, 'link' | 'vlanId'>): Place => ({
  link,
  way: 'ingress',
  what: 'police',
  vlanId: id,
});

/** What conforms goes on to the filters behind. Its own limit of a packet, 2 KB, is far under what may come in. */
const set = (props: PolicerProps): Step =>
  putFilter(placeOf(props), [
    ...['police', 'rate', props.rate, 'burst', `${props.burstKiB}k`, 'mtu', 65535],
    ...['conform-exceed', 'drop/continue'],
  ]);

/** What a link receives beyond a rate is dropped (kernel: net/sched/act_police.c). */
export const policerKind: Kind<PolicerProps> = {
  name: 'policer',
  summary: 'The rate that a link receives, or one of its VLANs: what is beyond it is dropped.',
  schema,
  key: ({ link, vlanId: id }) => (id ? `${link}/${id}` : link),
  describe: ({ link, vlanId: id, rate }) => `${rate} into ${link}${id ? ` of VLAN ${id}` : ''}`,
  on: props => props.link,
  whole: true,
  needs: () => tcNeeds('sch_ingress', 'cls_flower', 'act_police'),
  probes: [trafficProbe],

  observe(props, facts) {
    const { link, vlanId: id } = props;
    const filter = seenFilter(facts, placeOf(props));
    if (!filter) return undefined;
    const line = actionOf(filter, placeOf(props));
    const [rate, burst] = [after(line, 'rate'), after(line, 'burst')];
    const identity = { link, ...(id && { vlanId: id }) };
    const ours = line.startsWith('police ') && / action drop\/continue( |$)/.test(line);
    if (!ours || !rate || !burst) return { ...identity, rate: null, burstKiB: null };
    return {
      ...identity,
      rate: bitRateOf(rateOf(rate)),
      burstKiB: seenBurst(sizeOf(burst), props.rate, props.burstKiB),
    };
  },
  obstacle: ({ link }, facts) => ingressQdisc(facts, link),

  create: props => [holdFilters(props.link), set(props)],
  update: (props, changes) => (changes.length > 0 ? [set(props)] : []),
  remove: props => [dropFilter(placeOf(props))],
};
