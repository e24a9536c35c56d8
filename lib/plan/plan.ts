import type { Intent } from '../intent/intent';
import { matchedRefs, resolveRefs } from '../intent/resolve';
import { namesOf, type Props, type Registry, type Resource, type ResourceId } from '../kind';
import type { Facts } from '../state/facts';
import { factsOf, linkNames, type State } from '../state/state';
import type { Change } from './change';
import { consequences, type Disturbance, leftOver } from './consequences';
import { appears, decide, type Judged } from './decide';
import { same } from './diff';
import {
  byId,
  derivedFrom,
  givenBack,
  governedProperties,
  keptLinks,
  takenLinks,
  withReleased,
  withStandIns,
} from './goal';

/** What is to be done to one host, and what it will have to remember. */
export interface Plan {
  readonly host: string;
  readonly changes: readonly Change[];
  /** Everything that was weighed: the goal, and what leaves. */
  readonly candidates: readonly Judged[];
  /** What the record must keep of how things were before us. */
  readonly originals: readonly Resource[];
  /** What the host needs beside what was declared. */
  readonly derived: readonly Resource[];
  /** Links that the changes delete, take down or leave closed. */
  readonly disturbed: Disturbance;
  /** Links of others that stand on links: they go down and come up with ours, and lose what is on them. */
  readonly uppers: readonly Judged[];
}

/** Plans a host: what was asked for, what was confirmed last, what is there. Pure. */
export function plan(registry: Registry, intent: Intent, state: State): Plan {
  const confirmed = state.record?.intent.resources ?? [];
  const names = linkNames(state, matchedRefs([...intent.resources, ...confirmed]));
  const originals = state.record?.originals ?? [];
  const facts = factsOf(state);
  const declared = withStandIns(registry, resolveRefs(intent.resources, names));
  const before = state.record?.derived ?? [];
  const derived = derivedFrom(registry, declared, before, intent.settings.takeOver ?? false, facts);
  const inputs: Inputs = {
    registry,
    desired: [...derived, ...declared],
    owned: [...before, ...withStandIns(registry, resolveRefs(confirmed, names))],
    originals,
    facts,
  };
  const gathered = gather(inputs);
  const foreign = others(inputs, gathered);
  const standing = foreignUppers(inputs, gathered);
  const disturbed = consequences(registry, [...gathered, ...foreign, ...standing]);
  const candidates = withLost(inputs, gathered, disturbed);
  const uppers = standing.filter(({ resource }) => leftOver(registry, resource, resource.props, disturbed));
  const weighed = [...candidates, ...bystanders(registry, [...candidates, ...uppers], foreign, disturbed)];
  return {
    host: intent.host,
    changes: weighed.flatMap(candidate => decide(registry, candidate, disturbed)),
    candidates: weighed,
    originals: remember(registry, candidates, originals, keptLinks(registry, derived)),
    derived,
    disturbed,
    uppers,
  };
}

/** Links that other managers get back. */
export function handedBack(registry: Registry, plan: Plan): readonly string[] {
  const own = (change: Change, props: Props | undefined): readonly string[] =>
    (props && registry.of(change).keptFrom?.(props)) ?? [];
  return plan.changes.flatMap(change => {
    const after = own(change, change.after);
    return own(change, change.before).filter(link => !after.includes(link));
  });
}

/** What the plan aims at, references resolved: what was asked for, what is given back, what is put back. */
export const goalOf = (plan: Plan): readonly Resource[] =>
  plan.candidates.flatMap(({ resource, wanted }) => (wanted ? [{ ...resource, props: wanted }] : []));

/** What the plan starts from, references resolved. */
export const startOf = (plan: Plan): readonly Resource[] =>
  plan.candidates.flatMap(({ resource, seen }) => (seen ? [{ ...resource, props: seen }] : []));

interface Inputs {
  readonly registry: Registry;
  readonly desired: readonly Resource[];
  readonly owned: readonly Resource[];
  readonly originals: readonly Resource[];
  readonly facts: Facts;
}

/** Every resource that has a say: asked for, given back, no longer wanted, or in the way. */
function gather(inputs: Inputs): Judged[] {
  const { registry, desired, owned, originals, facts } = inputs;
  const was = byId(registry, owned);
  const before = byId(registry, originals);
  const governed = governedProperties(registry, desired);
  const see = (resource: Resource) =>
    registry.of(resource).observe(resource.props, facts) as Props | undefined;
  const asked = [...byId(registry, desired)].map(([id, resource]): Judged => {
    const confirmed = was.get(id)?.props;
    const wanted = withReleased(registry, resource, was.get(id), before.get(id), governed);
    const reason = confirmed && same(confirmed, resource.props) ? 'drift' : 'wanted';
    return { id, resource, wanted, seen: see(resource), confirmed, reason };
  });
  const back = [...byId(registry, givenBack(registry, desired, originals))].map(([id, resource]): Judged => {
    const confirmed = was.get(id)?.props;
    return { id, resource, wanted: resource.props, seen: see(resource), confirmed, reason: 'given back' };
  });
  const staying = new Set([...asked, ...back].map(({ id }) => id));
  const left = [...was]
    .filter(([id, resource]) => !staying.has(id) && appears(registry.of(resource), resource.props))
    .map(([id, resource]): Judged => ({ id, resource, seen: see(resource), reason: 'no longer wanted' }));
  const known = new Set([...staying, ...left.map(({ id }) => id)]);
  const taken = takenLinks(registry, desired);
  const inTheWay = listed(registry, facts)
    .filter(({ id, on }) => taken.has(on) && !known.has(id))
    .map(({ id, resource }): Judged => ({ id, resource, seen: resource.props, reason: 'makes way' }));
  return [...inTheWay, ...left, ...back, ...asked];
}

/**
 * What is on a link that goes for good goes with it, though we never take such things away: a bridge's own sysctls.
 * Nor has it a place to be given back to.
 */
function withLost(inputs: Inputs, gathered: readonly Judged[], disturbed: Disturbance): Judged[] {
  const { registry, owned, facts } = inputs;
  const staying = stayingLinks(registry, gathered);
  const isLost = (resource: Resource): boolean => {
    const on = registry.of(resource).on?.(resource.props);
    return on !== undefined && disturbed.gone.has(on) && !staying.has(on);
  };
  const known = new Set(gathered.map(({ id }) => id));
  const adopted = [...byId(registry, owned)]
    .filter(([id, resource]) => registry.of(resource).adopted && !known.has(id) && isLost(resource))
    .map(([id, resource]): Judged => {
      const seen = registry.of(resource).observe(resource.props, facts) as Props | undefined;
      return { id, resource, seen, reason: 'no longer wanted' };
    });
  const given = gathered.map(candidate => {
    if (candidate.reason !== 'given back' || !isLost(candidate.resource)) return candidate;
    const { wanted: _, ...rest } = candidate;
    return rest;
  });
  return [...given, ...adopted];
}

const stayingLinks = (registry: Registry, candidates: readonly Judged[]): ReadonlySet<string> =>
  new Set(
    candidates.flatMap(({ resource, wanted }) => namesOf(wanted && registry.of(resource).link?.(wanted))),
  );

/** Everything on the host that lives on a link, whoever made it. */
function listed(registry: Registry, facts: Facts): { id: ResourceId; resource: Resource; on: string }[] {
  return registry.all.flatMap(kind =>
    (kind.list?.(facts) ?? []).flatMap(props => {
      const resource = { kind: kind.name, props };
      const on = kind.on?.(props);
      return on === undefined ? [] : [{ id: registry.id(resource), resource, on }];
    }),
  );
}

/** What others put on the host's links, to stay as it is. */
function others({ registry, facts }: Inputs, candidates: readonly Judged[]): Judged[] {
  const known = new Set(candidates.map(({ id }) => id));
  return listed(registry, facts)
    .filter(({ id }) => !known.has(id))
    .map(({ id, resource }) => ({
      id,
      resource,
      wanted: resource.props,
      seen: resource.props,
      reason: 'restored',
    }));
}

/** Links that others made on links, to stay as they are. */
function foreignUppers({ registry, facts }: Inputs, candidates: readonly Judged[]): Judged[] {
  const known = new Set(candidates.map(({ id }) => id));
  return registry.all.flatMap(kind =>
    (kind.list?.(facts) ?? [])
      .filter(props => kind.link?.(props)?.lower !== undefined)
      .map((props): Judged => {
        const resource = { kind: kind.name, props };
        return { id: registry.id(resource), resource, wanted: props, seen: props, reason: 'restored' };
      })
      .filter(({ id }) => !known.has(id)),
  );
}

/** What others put on links that we disturb and keep: it is put back, where what it needs is there again. */
function bystanders(
  registry: Registry,
  links: readonly Judged[],
  foreign: readonly Judged[],
  disturbed: Disturbance,
): Judged[] {
  const staying = stayingLinks(registry, links);
  const cycled = new Set(
    links.flatMap(({ resource, wanted, seen }) => {
      const { cycles, on } = registry.of(resource);
      return (cycles && on?.(wanted ?? seen ?? resource.props)) || [];
    }),
  );
  const upheld = new Set(
    links.flatMap(({ resource, wanted }) => (wanted && registry.of(resource).upholds?.(wanted)) || []),
  );
  return foreign.filter(({ resource }) => {
    const kind = registry.of(resource);
    const { props } = resource;
    if (leftOver(registry, resource, props, disturbed)) return false;
    const on = kind.on?.(props);
    const reopened = on !== undefined && cycled.has(on);
    const lost = on !== undefined && (disturbed.gone.has(on) || (disturbed.down.has(on) && !reopened));
    const cut = lost && !staying.has(on);
    const needs = kind.upheldBy?.(props).filter(token => disturbed.fallen.has(token)) ?? [];
    return !cut && needs.every(token => upheld.has(token));
  });
}

/**
 * What was there before us and is changed by us, kept from the first time on. What has been given back is foreign
 * again and is forgotten. What another manager put on its links it will put there again.
 */
function remember(
  registry: Registry,
  candidates: readonly Judged[],
  originals: readonly Resource[],
  others: ReadonlySet<string>,
): Resource[] {
  const kept = byId(registry, originals);
  for (const { id, resource, seen, confirmed, wanted, reason } of candidates) {
    const on = seen && registry.of(resource).on?.(seen);
    if (on !== undefined && others.has(on)) continue;
    const leaves = !wanted && registry.of(resource).portOf;
    if (reason === 'given back' || leaves) kept.delete(id);
    else if (!kept.has(id) && !confirmed && seen && (wanted || reason === 'makes way'))
      kept.set(id, { kind: resource.kind, props: originalProps(registry, resource, seen) });
  }
  return [...kept.values()];
}

/** Ports of a bridge that was there before us may be guests' taps: they are not part of what we give back. */
function originalProps(registry: Registry, resource: Resource, seen: Props): Props {
  const kind = registry.of(resource);
  const foreign = kind.closesPorts ? [] : (kind.sets ?? []);
  return Object.fromEntries(Object.entries(seen).filter(([name]) => !foreign.includes(name)));
}
