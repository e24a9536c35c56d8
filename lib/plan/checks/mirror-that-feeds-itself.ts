import { namesOf, type Registry, type Resource, type Traits } from '../../kind';
import type { IntentCheck } from './check';

type Mirror = NonNullable<Traits['mirror']>;
/** A frame that passes a link: `egress eno1`. */
type Passage = string;
const received = (link: string): Passage => `ingress ${link}`;
const sent = (link: string): Passage => `egress ${link}`;

/** Where a frame goes on from where it passes, as far as the description tells. */
function ways(registry: Registry, resources: readonly Resource[]): Map<Passage, Passage[]> {
  const next = new Map<Passage, Passage[]>();
  const leads = (from: Passage, to: Passage) => next.set(from, [...(next.get(from) ?? []), to]);
  for (const resource of resources) {
    const kind = registry.of(resource);
    const shape = kind.link?.(resource.props);
    if (!shape) continue;
    const [name = '', peer] = namesOf(shape);
    if (shape.lower !== undefined) leads(sent(name), sent(shape.lower));
    if (peer !== undefined) {
      leads(sent(name), received(peer));
      leads(sent(peer), received(name));
    }
    const ports = kind.ports?.(resource.props) ?? [];
    const forwards = kind.traits?.(resource.props).breaksLoops !== undefined;
    for (const port of ports) {
      leads(sent(name), sent(port));
      leads(received(port), received(name));
      if (forwards) for (const other of ports) if (other !== port) leads(received(port), sent(other));
    }
  }
  return next;
}

/** Whether what a mirror sends comes by where it looks, over other mirrors as well. */
function feedsItself(
  mirror: Mirror,
  others: readonly Mirror[],
  next: ReadonlyMap<Passage, Passage[]>,
): boolean {
  const looks = new Set(mirror.ways.map(way => `${way} ${mirror.link}`));
  const seen = new Set([sent(mirror.to)]);
  for (const at of seen) {
    if (looks.has(at)) return true;
    for (const on of next.get(at) ?? []) seen.add(on);
    for (const other of others)
      if (other.ways.some(way => `${way} ${other.link}` === at)) seen.add(sent(other.to));
  }
  return false;
}

/** TL127: copies of copies until the kernel drops them (MIRRED_NEST_LIMIT, net/sched/act_mirred.c). */
export const mirrorThatFeedsItself: IntentCheck = {
  code: 'TL127',
  title: 'A mirror that copies its own copies',
  severity: 'error',
  run: ({ registry, intent }) => {
    const mirrors = intent.resources.flatMap(resource => {
      const mirror = registry.of(resource).traits?.(resource.props).mirror;
      return mirror ? [{ mirror, path: resource.path }] : [];
    });
    if (mirrors.length === 0) return [];
    const next = ways(registry, intent.resources);
    const all = mirrors.map(({ mirror }) => mirror);
    return mirrors
      .filter(({ mirror }) => feedsItself(mirror, all, next))
      .map(({ mirror: { link, to }, path }) => ({
        path,
        message: `what the mirror of ${link} sends to ${to} passes ${link} again, and is copied again`,
        remedy: 'send the copies out by a link that leads elsewhere, or copy one direction only',
      }));
  },
};
