import { z } from 'zod';
import { ifname } from './ifname';
import { linkRef } from './link-ref';

/** A first digit would be read as a process (ip-link(8), `netns PID`), and `/` parts it from a link's name. */
const NAMESPACE = /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/;

/** Where ip-netns(8) keeps namespaces: a file for each, on which it is mounted. */
export const NAMESPACES = '/run/netns';

/** The name of a network namespace, as ip-netns(8) keeps it in /run/netns. */
export const namespaceName = z
  .string()
  .regex(
    NAMESPACE,
    'a network namespace is named by letters, digits, _ and -, 63 at most, a letter or _ first',
  );

/** A link's name and the network namespace that it is in; undefined for the host's own. */
export interface Placed {
  readonly namespace?: string;
  readonly ifname: string;
}

/** Parts `blue/eth0`. Neither an interface name nor `@mac:…` has a slash. */
export function placed(name: string): Placed {
  const at = name.indexOf('/');
  return at < 0 ? { ifname: name } : { namespace: name.slice(0, at), ifname: name.slice(at + 1) };
}

export const namespaceOf = (name: string): string | undefined => placed(name).namespace;

/** `blue/eth0`; a name that says already where it is stays. */
export const within = (namespace: string | undefined, name: string): string =>
  namespace === undefined || name.includes('/') ? name : `${namespace}/${name}`;

/** The loopback of a namespace, which comes and goes with it. */
export const loopbackOf = (namespace: string): string => `${namespace}/lo`;

/** Whether a text is a link in a network namespace. A prefix such as `10.0.0.0/8` or `fd00::/8` is not. */
export const isPlaced = (text: string): boolean => {
  const { namespace, ifname: name } = placed(text);
  return namespace !== undefined && NAMESPACE.test(namespace) && /^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/.test(name);
};

const inPlace = (bare: z.ZodType<string>, loopback: boolean) =>
  z.string().transform((text, context) => {
    const { namespace, ifname: name } = placed(text);
    const isLoopback = loopback && namespace !== undefined && name === 'lo';
    const faults = [
      ...(namespace === undefined ? [] : [namespaceName.safeParse(namespace)]),
      ...(isLoopback ? [] : [(namespace === undefined ? bare : ifname).safeParse(name)]),
    ].flatMap(parsed => (parsed.success ? [] : parsed.error.issues));
    for (const { message } of faults.slice(0, 1)) context.addIssue({ code: 'custom', message });
    return faults.length > 0 ? z.NEVER : namespace === undefined ? bare.parse(text) : text;
  });

/** The name of a link that is made, on the host or in a network namespace: `br0`, `blue/br0`. */
export const placedIfname = inPlace(ifname, false);

/** A link that is named: as `linkRef`, or `blue/eth0`, or a namespace's loopback. */
export const placedLinkRef = inPlace(linkRef as unknown as z.ZodType<string>, true);
