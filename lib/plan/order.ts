import { namesOf, type Registry, type Resource } from '../kind';
import type { Change } from './change';

/**
 * A part of a change: what is taken away comes before what is put there, an exchange of ports is both at once, and few
 * things come before or after all.
 */
export interface Operation {
  readonly change: Change;
  readonly phase: 'begin' | 'take' | 'put' | 'exchange' | 'finish';
}

const dropped = (change: Change): readonly string[] =>
  change.action === 'update' ? change.properties.flatMap(one => ('drop' in one ? one.drop : [])) : [];
const added = (change: Change): readonly string[] =>
  change.action === 'update' ? change.properties.flatMap(one => ('add' in one ? one.add : [])) : [];
const dropsPorts = (change: Change): boolean => dropped(change).length > 0;
const takes = (change: Change): boolean =>
  !change.implied && (change.action === 'remove' || change.action === 'replace' || dropsPorts(change));
const puts = (change: Change): boolean => change.action !== 'remove';
/** Changes that have steps which come before or after all, in the order given. */
const atEdge = (registry: Registry, changes: readonly Change[], phase: 'begin' | 'finish'): Operation[] =>
  changes
    .filter(change => change.action === 'update' || change.action === 'restore')
    .filter(change => (registry.of(change)[phase]?.(change.after, change.properties) ?? []).length > 0)
    .map(change => ({ change, phase }));

/**
 * The order of the work: everything is taken away before anything is put, uppers first when taking, lowers first
 * when putting. Among what is ready, the kind of the operation before goes on, so that a tool is called once for many.
 * `standing` is what stays as it is: a route on an unchanged VLAN still waits for the bond below it.
 */
export function order(
  registry: Registry,
  changes: readonly Change[],
  standing: readonly Resource[] = [],
): Operation[] {
  const outer = changes.filter(change => registry.of(change).outermost);
  const inner = changes.filter(change => !registry.of(change).outermost);
  return [
    ...outer.filter(puts).map((change): Operation => ({ change, phase: 'put' })),
    ...within(registry, inner, standing),
    ...outer.filter(takes).map((change): Operation => ({ change, phase: 'take' })),
  ];
}

function within(
  registry: Registry,
  changes: readonly Change[],
  standing: readonly Resource[],
): readonly Operation[] {
  const through = requirementsThrough(registry, standing);
  const exchanged = exchanges(registry, changes);
  const released = new Set([...exchanged].flatMap(dropped));
  // What stands on a port that is let go late waits for that, the port itself included.
  const lateRelease = (change: Change): string[] => {
    const name = registry.of(change).link?.(change.after)?.name;
    return name !== undefined && released.has(name) ? [`link:${name}`] : [];
  };
  const sorted = (phase: 'take' | 'put', chosen: readonly Change[]): Operation[] => {
    const at = (change: Change): Resource => {
      const props = phase === 'take' ? change.before : change.after;
      if (!props) throw new Error(`change of ${change.id} has nothing to ${phase}`);
      return { kind: change.kind, props };
    };
    const line = sort(
      chosen,
      change => [
        ...registry.provides(at(change)),
        ...(exchanged.has(change) ? dropped(change).map(port => `link:${port}`) : []),
      ],
      change => through([...registry.requires(at(change)), ...(phase === 'put' ? lateRelease(change) : [])]),
    );
    return line.map(change => ({ change, phase: exchanged.has(change) ? 'exchange' : phase }));
  };
  const taking = changes.filter(change => takes(change) && !exchanged.has(change));
  return [
    ...atEdge(registry, changes, 'begin'),
    ...sorted('take', taking).reverse(),
    ...sorted('put', changes.filter(puts)),
    ...atEdge(registry, changes, 'finish'),
  ];
}

/**
 * Changes whose ports join before others leave. A port that goes from one controller to another leaves first, and so
 * do all where a port that joins is only made or changed by the same plan.
 */
function exchanges(registry: Registry, changes: readonly Change[]): ReadonlySet<Change> {
  const chosen = changes.filter(
    change => registry.of(change).joinsFirst && dropsPorts(change) && added(change).length > 0,
  );
  if (chosen.length === 0) return new Set();
  const taken = new Set(changes.flatMap(change => portsAfter(registry, change)));
  const made = new Set(
    changes.flatMap(change => {
      const kind = registry.of(change);
      const name = kind.adopted ? undefined : kind.link?.(change.after ?? change.before)?.name;
      return name ?? [];
    }),
  );
  return new Set(
    chosen.filter(
      change => !dropped(change).some(port => taken.has(port)) && !added(change).some(port => made.has(port)),
    ),
  );
}

const portsAfter = (registry: Registry, change: Change): readonly string[] =>
  change.after ? (registry.of(change).ports?.(change.after) ?? []) : [];

/** Adds to what is required what that requires in turn, as far as it stands. */
function requirementsThrough(registry: Registry, standing: readonly Resource[]) {
  const links = new Map<string, Resource>(
    standing.flatMap(resource => {
      const names = namesOf(registry.of(resource).link?.(resource.props));
      return names.map(name => [`link:${name}`, resource] as const);
    }),
  );
  return (tokens: readonly string[]): readonly string[] => {
    const all = new Set(tokens);
    for (const token of all) {
      const resource = links.get(token);
      if (resource) for (const below of registry.requires(resource)) all.add(below);
    }
    return [...all];
  };
}

/** Kahn's algorithm over tokens; ties go to the kind that was last, then to the order given. */
function sort(
  changes: readonly Change[],
  provides: (change: Change) => readonly string[],
  requires: (change: Change) => readonly string[],
): Change[] {
  const providers = new Map<string, number[]>();
  changes.forEach((change, index) => {
    for (const token of provides(change)) {
      const known = providers.get(token);
      if (known) known.push(index);
      else providers.set(token, [index]);
    }
  });
  const waits: number[] = changes.map(() => 0);
  const uppers: number[][] = changes.map(() => []);
  changes.forEach((change, index) => {
    const below = new Set(requires(change).flatMap(token => providers.get(token) ?? []));
    below.delete(index);
    waits[index] = below.size;
    for (const lower of below) uppers[lower]!.push(index);
  });
  return drain(changes, waits, uppers);
}

function drain(
  changes: readonly Change[],
  waits: number[],
  uppers: readonly (readonly number[])[],
): Change[] {
  const ready = new Map<string, number[]>();
  const offer = (index: number): void => {
    const { kind } = changes[index]!;
    const queue = ready.get(kind);
    if (queue) queue.push(index);
    else ready.set(kind, [index]);
  };
  waits.forEach((count, index) => {
    if (count === 0) offer(index);
  });
  const out: Change[] = [];
  const heads = new Map<string, number>();
  let kind: string | undefined;
  const waiting = (name: string): number => (ready.get(name)?.length ?? 0) - (heads.get(name) ?? 0);
  while (out.length < changes.length) {
    if (kind === undefined || waiting(kind) === 0) kind = [...ready.keys()].find(name => waiting(name) > 0);
    if (kind === undefined)
      throw new Error(`resources require each other: ${stuck(changes, out).join(', ')}`);
    const head = heads.get(kind) ?? 0;
    heads.set(kind, head + 1);
    const index = ready.get(kind)![head]!;
    out.push(changes[index]!);
    for (const upper of uppers[index]!) {
      waits[upper]!--;
      if (waits[upper] === 0) offer(upper);
    }
  }
  return out;
}

const stuck = (changes: readonly Change[], done: readonly Change[]): string[] => {
  const finished = new Set(done);
  return changes.filter(change => !finished.has(change)).map(change => change.id);
};
