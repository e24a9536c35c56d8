import type { Registry, Resource } from '../kind';
import type { Change } from './change';

/** One half of a change: what is taken away comes before what is put there. */
export interface Operation {
  readonly change: Change;
  readonly phase: 'take' | 'put';
}

const dropsPorts = (change: Change): boolean =>
  change.action === 'update' && change.properties.some(one => 'drop' in one && one.drop.length > 0);
const takes = (change: Change): boolean =>
  !change.implied && (change.action === 'remove' || change.action === 'replace' || dropsPorts(change));
const puts = (change: Change): boolean => change.action !== 'remove';

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
  const through = requirementsThrough(registry, standing);
  const sorted = (phase: Operation['phase'], chosen: readonly Change[]): Operation[] => {
    const at = (change: Change): Resource => {
      const props = phase === 'take' ? change.before : change.after;
      if (!props) throw new Error(`change of ${change.id} has nothing to ${phase}`);
      return { kind: change.kind, props };
    };
    const line = sort(
      chosen,
      change => registry.provides(at(change)),
      change => through(registry.requires(at(change))),
    );
    return line.map(change => ({ change, phase }));
  };
  return [...sorted('take', changes.filter(takes)).reverse(), ...sorted('put', changes.filter(puts))];
}

/** Adds to what is required what that requires in turn, as far as it stands. */
function requirementsThrough(registry: Registry, standing: readonly Resource[]) {
  const links = new Map<string, Resource>(
    standing.flatMap(resource => {
      const name = registry.of(resource).link?.(resource.props)?.name;
      return name === undefined ? [] : [[`link:${name}`, resource] as const];
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
