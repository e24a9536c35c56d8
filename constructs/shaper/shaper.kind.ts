import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { bitRate, bitRateOf, linkRef } from '../../lib/net';
import type { Step } from '../../lib/script/step';
import {
  burstFault,
  burstFor,
  burstKiB,
  HANDLE,
  octetsOf,
  REST_CLASS,
  ROOT_CLASS,
  seenBurst,
  seenLatency,
  tc,
  tcLenient,
  tcNeeds,
} from '../traffic/tc.kind';
import { type HostQdisc, type Traffic, trafficProbe } from '../traffic/traffic.probe';
import { htbClass } from './traffic-class.kind';

export const disciplines = ['tbf', 'htb'] as const;

const schema = z
  .strictObject({
    link: linkRef,
    discipline: z.enum(disciplines),
    rate: bitRate,
    burstKiB: burstKiB.optional(),
    latencyMs: z.number().int().min(1).max(10_000).optional(),
  })
  .transform(({ latencyMs, ...props }) => ({
    ...props,
    burstKiB: props.burstKiB ?? burstFor(props.rate, 10, 32),
    ...(props.discipline === 'tbf' && { latencyMs: latencyMs ?? 50 }),
    ...(props.discipline === 'htb' && latencyMs !== undefined && { latencyMs }),
  }))
  .superRefine(({ discipline, rate, burstKiB: burst, latencyMs }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    const fault = burstFault(rate, burst);
    if (fault) refuse('burstKiB', fault);
    if (discipline === 'htb' && latencyMs !== undefined)
      refuse('latencyMs', 'classes have queues of their own, which keep the latency; leave it out');
    // The limit of a tbf is in 32 bits of octets.
    if (latencyMs !== undefined && (octetsOf(rate) * latencyMs) / 1000 + burst * 1024 >= 2 ** 32)
      refuse('latencyMs', `${latencyMs} ms of ${rate} are over 4 GiB in the queue; make it smaller`);
  });

export type ShaperProps = z.infer<typeof schema>;

const whole = ({ rate, burstKiB: burst }: ShaperProps) => ({
  rate,
  ceil: rate,
  priority: 0,
  burstKiB: burst,
});

/** An htb takes no change of itself, only of its classes. */
const putHtb = (props: ShaperProps): Step[] => [
  tcLenient([
    ...['qdisc', 'replace', 'dev', props.link, 'root', 'handle', HANDLE, 'htb'],
    ...['default', `0x${REST_CLASS.toString(16)}`],
  ]),
  htbClass(props.link, ROOT_CLASS, whole(props)),
];

const putTbf = ({ link, rate, burstKiB: burst, latencyMs }: ShaperProps): Step =>
  tc([
    ...['qdisc', 'replace', 'dev', link, 'root', 'handle', HANDLE, 'tbf'],
    ...['rate', rate, 'burst', `${burst}k`, 'latency', `${latencyMs}ms`],
  ]);

const rootOf = ({ qdiscs }: Traffic, link: string): HostQdisc | undefined =>
  qdiscs.find(({ dev, root }) => dev === link && root);

function seenTbf(props: ShaperProps, { options }: HostQdisc) {
  const { rate = 0, burst = 0, lat = 0 } = options ?? {};
  const told = bitRateOf(rate * 8);
  return {
    rate: told,
    burstKiB: seenBurst(burst, props.rate, props.burstKiB),
    latencyMs: seenLatency(lat, props.rate, props.latencyMs ?? 0),
  };
}

function seenHtb(props: ShaperProps, { classes }: Traffic) {
  const own = classes.find(({ dev, id }) => dev === props.link && id === ROOT_CLASS);
  if (!own) return { rate: null, burstKiB: null };
  return { rate: bitRateOf(own.rate), burstKiB: seenBurst(own.burst, props.rate, props.burstKiB) };
}

/** The rate that a link sends: a token bucket (tc-tbf(8)), or one that classes part (tc-htb(8)). */
export const shaperKind: Kind<ShaperProps> = {
  name: 'shaper',
  summary: 'The rate that a link sends, as one queue or parted among classes.',
  schema,
  key: props => props.link,
  describe: ({ link, rate, discipline }) => `${link} (${rate}, ${discipline})`,
  on: props => props.link,
  upholds: props => [`shaper:${props.link}`],
  immutable: ['discipline'],
  whole: true,
  needs: ({ discipline = 'tbf' }) => tcNeeds(`sch_${discipline}`),
  probes: [trafficProbe],

  observe(props, facts) {
    const { link } = props;
    const seen = facts.read(trafficProbe);
    const root = rootOf(seen, link);
    const discipline = disciplines.find(one => one === root?.kind);
    if (root?.handle !== HANDLE || !discipline) return undefined;
    return { link, discipline, ...(discipline === 'tbf' ? seenTbf(props, root) : seenHtb(props, seen)) };
  },
  obstacle({ link }, facts) {
    const root = rootOf(facts.read(trafficProbe), link);
    // What the kernel gives each link has no handle.
    if (!root || root.handle === '0:' || root.handle === HANDLE) return undefined;
    return {
      message: `${link} has the qdisc '${root.kind} ${root.handle}' of somebody else, which a shaper would take away`,
      remedy: `take it away yourself (tc qdisc del dev ${link} root), or leave ${link} unshaped`,
    };
  },

  create: props => (props.discipline === 'tbf' ? [putTbf(props)] : putHtb(props)),
  update(props, changes) {
    if (changes.length === 0) return [];
    return props.discipline === 'tbf' ? [putTbf(props)] : [htbClass(props.link, ROOT_CLASS, whole(props))];
  },
  // By its handle: what somebody else put in its place stays. The kernel's own comes back (dev_graft_qdisc).
  remove: ({ link }) => [tcLenient(['qdisc', 'del', 'dev', link, 'root', 'handle', HANDLE])],
};
