import { isPlaced, placed } from '../net';
import type { BatchStep, Guard, Step } from './step';

/** The process 1 lives in the host's own namespace (ip-link(8): `netns PID`). */
const HOST = '1';

const after = (args: readonly string[], ...words: readonly string[]): string | undefined => {
  const at = args.findIndex((_, index) => words.every((word, offset) => args[index + offset] === word));
  return at < 0 ? undefined : args[at + words.length];
};

/** Guards of a place, seen from a step that is done in it: paths as they are in there. */
const seenFrom = (namespace: string | undefined, guards: readonly Guard[]): readonly Guard[] => {
  const prefix = `${namespace}:`;
  const inner = (path: string) =>
    namespace !== undefined && path.startsWith(prefix) ? path.slice(prefix.length) : path;
  return guards.map(guard =>
    'other' in guard
      ? { ...guard, path: inner(guard.path), other: inner(guard.other) }
      : { ...guard, path: inner(guard.path) },
  );
};

/**
 * The line that makes a link runs where the link below is, since only there it has a name, and else where the link
 * will be. It says where its ends go that are to be elsewhere: the kernel makes them there (IFLA_NET_NS).
 */
function placedNew(args: readonly string[]): { namespace: string | undefined; args: string[] } {
  const name = after(args, 'name')!;
  const lower = after(args, 'link', 'add', 'link');
  const peer = after(args, 'peer', 'name');
  const { namespace } = placed(lower ?? name);
  const elsewhere = (link: string): string[] => {
    const { namespace: own, ifname } = placed(link);
    return own === namespace ? [ifname] : [ifname, 'netns', own ?? HOST];
  };
  const words = args.flatMap((word, index) => {
    const before = args[index - 1];
    const isEnd = before === 'name' && (word === name || word === peer);
    if (isEnd) return elsewhere(word);
    return isPlaced(word) ? [placed(word).ifname] : [word];
  });
  return { namespace, args: words };
}

function placedBatch(step: BatchStep): BatchStep {
  const { args } = step;
  const links = args.filter(isPlaced);
  if (links.length === 0) return step;
  if (args[0] === 'link' && args[1] === 'add') {
    const { namespace, args: words } = placedNew(args);
    const { namespace: _, ...rest } = step;
    return { ...rest, args: words, ...(namespace !== undefined && { namespace }) };
  }
  const namespace = step.namespace ?? placed(links[0]!).namespace!;
  return { ...step, namespace, args: args.map(word => (isPlaced(word) ? placed(word).ifname : word)) };
}

/** A step with the place where it is done: what names links of a network namespace is done in there, by bare names. */
export function located(step: Step): Step {
  const found: Step =
    step.tool === 'ip' || step.tool === 'bridge'
      ? placedBatch(step)
      : step.tool === 'delete-link' && isPlaced(step.link)
        ? { ...step, link: placed(step.link).ifname, namespace: placed(step.link).namespace! }
        : step;
  return found.when ? { ...found, when: seenFrom(found.namespace, found.when) } : found;
}
