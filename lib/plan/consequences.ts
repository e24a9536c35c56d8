import { namesOf, type Props, type Registry, type Resource, type ResourceId } from '../kind';
import { diff, isRemade } from './diff';

/** Links that changes delete, take down for a moment, let go closed, or have as ports; and what is upheld no more, or badly. */
export interface Disturbance {
  readonly gone: ReadonlySet<string>;
  readonly down: ReadonlySet<string>;
  readonly closed: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
  readonly fallen: ReadonlySet<string>;
  readonly spoilt: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();
export const CALM: Disturbance = {
  gone: NONE,
  down: NONE,
  closed: NONE,
  taken: NONE,
  fallen: NONE,
  spoilt: NONE,
};

/** What the disturbance leaves of an observed resource; undefined when nothing is left. */
export function leftOver(
  registry: Registry,
  resource: Resource,
  seen: Props,
  by: Disturbance,
): Props | undefined {
  const kind = registry.of(resource);
  const link = kind.link?.(seen);
  const on = kind.on?.(seen);
  if (link?.lower !== undefined && by.gone.has(link.lower)) return undefined;
  if (on !== undefined && by.gone.has(on)) return undefined;
  if (on !== undefined && by.down.has(on) && kind.lostWhenDown?.(seen)) return undefined;
  if (kind.upheldBy?.(seen).some(token => by.fallen.has(token) || by.spoilt.has(token))) return undefined;
  let left = seen;
  if (link && by.closed.has(link.name) && kind.stands) left = { ...left, ...kind.stands.closed };
  for (const name of kind.sets ?? [])
    if (kind.ports?.(seen).some(port => by.gone.has(port)))
      left = { ...left, [name]: (left[name] as string[]).filter(port => !by.gone.has(port)) };
  return left;
}

/** One resource in view of the planner: what is wanted of it, what is there, what was confirmed. */
export interface Candidate {
  readonly id: ResourceId;
  readonly resource: Resource;
  readonly wanted?: Props;
  readonly seen?: Props;
  readonly confirmed?: Props;
}

/** The next round of consequences: what the changes to these candidates, under `by`, do to links. */
export function disturb(registry: Registry, candidates: readonly Candidate[], by: Disturbance): Disturbance {
  const gone = new Set<string>();
  const down = new Set<string>();
  const closed = new Set<string>();
  const taken = new Set<string>();
  const fallen = new Set<string>();
  const spoilt = new Set<string>();
  const upheld = new Set<string>();
  for (const { resource, wanted, seen, confirmed } of candidates) {
    const kind = registry.of(resource);
    for (const port of (wanted && kind.ports?.(wanted)) ?? []) taken.add(port);
    const on = kind.cycles && kind.on?.(wanted ?? seen ?? resource.props);
    if (!seen) {
      if (on && wanted) down.add(on);
      continue;
    }
    const link = kind.link?.(seen);
    const left = leftOver(registry, resource, seen, by);
    const changes = wanted && left ? diff(kind, wanted, left, confirmed) : [];
    const removed = !wanted || !left || changes.some(change => isRemade(kind, change));
    if (on && (removed || changes.length > 0)) down.add(on);
    const vanishes = link && removed && !kind.adopted;
    if (vanishes)
      for (const name of namesOf(link)) {
        gone.add(name);
        spoilt.add(`link:${name}`);
      }
    for (const token of kind.upholds?.(seen) ?? []) {
      (removed ? fallen : upheld).add(token);
      if (kind.spoils?.(changes)) spoilt.add(token);
    }
    if (
      link &&
      (kind.downs?.(changes) || (link.needsLowerUp && link.lower !== undefined && by.down.has(link.lower)))
    )
      down.add(link.name);
    if (!kind.closesPorts) continue;
    if (vanishes) for (const port of kind.ports?.(seen) ?? []) closed.add(port);
    for (const change of changes) if ('drop' in change) for (const port of change.drop) closed.add(port);
  }
  for (const token of upheld) fallen.delete(token);
  return { gone, down, closed, taken, fallen, spoilt };
}

const size = ({ gone, down, closed, taken, fallen, spoilt }: Disturbance): number =>
  gone.size + down.size + closed.size + taken.size + fallen.size + spoilt.size;

/** All consequences: rounds until nothing more is disturbed. Each round can only add, so it ends. */
export function consequences(registry: Registry, candidates: readonly Candidate[]): Disturbance {
  let by = CALM;
  for (;;) {
    const next = disturb(registry, candidates, by);
    if (size(next) === size(by)) return next;
    by = next;
  }
}
