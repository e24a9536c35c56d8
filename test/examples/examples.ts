import { kinds } from '../../constructs';
import type { Intent } from '../../lib/intent/intent';
import { namesOf } from '../../lib/kind';
import { examples, run } from '../docs/examples';

/** What a program prints, as JSON that holds at least this, or as text that fits. */
export type Held = object | RegExp;

/** An example of another tool's documentation, as a block of a page says it with constructs. */
export interface Example {
  /** Name of the block: `netplan-bonding`. */
  readonly name: string;
  /** Whole lines of the deploy script for a fresh host: what the example is about. */
  readonly runs: readonly string[];
  /** Programs that read the kernel, or OVSDB, once it is deployed, and what each must print. */
  readonly kernel: readonly (readonly [program: string, held: Held])[];
}

const all = examples();

/** What the block makes of its host. */
export const intentOf = (name: string): Intent => run(name, all).hosts[0]!.intent();

/** Names of the blocks that a page has. */
export const blocksOf = (page: string): string[] =>
  all.filter(example => example.page === page).map(({ name }) => name);

/** A matcher for what holds at least this: each property of an object, each element of a list in any order. */
export function atLeast(held: unknown): unknown {
  if (Array.isArray(held)) return expect.arrayContaining(held.map(atLeast));
  if (typeof held !== 'object' || held === null) return held;
  const properties = Object.entries(held).map(([name, value]) => [name, atLeast(value)]);
  return expect.objectContaining(Object.fromEntries(properties));
}

/** The lab's first host has these hardware addresses, so that examples can name a NIC either way. */
const nicOf = (link: string): string => link.replace(/^@mac:52:54:00:00:01:0(\d)$/, 'enp$1s0');

/** Networks of which a text speaks: by three octets, or by two groups. */
const networksIn = (text: string): string[] =>
  text.match(/\b\d+\.\d+\.\d+\b|\b[0-9a-f]{4}:[0-9a-f]*:/g) ?? [];

/** What two examples cannot share on one host: links, resources, networks, and default routes of one table. */
function claims({ resources }: Intent): string[] {
  return resources.flatMap(resource => {
    const kind = kinds.of(resource);
    const { props } = resource;
    const route = kind.traits?.(props).defaultRoute;
    const own = namesOf(kind.link?.(props));
    const links = [kind.on?.(props), kind.link?.(props)?.lower, ...(kind.ports?.(props) ?? []), ...own];
    return [
      kinds.id(resource),
      ...links.flatMap(link => (link && link !== 'lo' ? [`link ${nicOf(link)}`] : [])),
      ...(route ? [`default ${route.family}/${route.table}`] : []),
      ...(kind.on || kind.name === 'rule' ? networksIn(JSON.stringify(props)) : []),
    ];
  });
}

/** Examples in groups of those that one host can have at once, each in the first that it fits into. */
export function waves(some: readonly Example[]): Example[][] {
  const made: { readonly taken: Set<string>; readonly members: Example[] }[] = [];
  for (const example of some) {
    const wants = claims(intentOf(example.name));
    let wave = made.find(({ taken }) => !wants.some(want => taken.has(want)));
    if (!wave) {
      wave = { taken: new Set(), members: [] };
      made.push(wave);
    }
    wave.members.push(example);
    for (const want of wants) wave.taken.add(want);
  }
  return made.map(({ members }) => members);
}
