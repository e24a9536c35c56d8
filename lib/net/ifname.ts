import { z } from 'zod';
import { byteLength } from './words';

/** IFNAMSIZ of the kernel is 16 with the closing NUL (include/uapi/linux/if.h). */
export const IFNAME_MAX_BYTES = 15;

/**
 * Names that mean something else where names are read: `all` and `default` are folders of
 * /proc/sys/net/ipv4/conf, the others are keywords of ip(8) in the place of a name.
 */
const RESERVED = new Set(['all', 'default', 'lo', 'group', 'dev', 'type', 'name', 'help', 'up', 'down']);

/** Why a text cannot be an interface's name, or undefined when it can. */
export function ifnameFault(name: string): string | undefined {
  if (name === '') return 'is empty';
  const bytes = byteLength(name);
  if (bytes > IFNAME_MAX_BYTES)
    return `has ${bytes} bytes, the kernel takes ${IFNAME_MAX_BYTES} (TL107); give a shorter name`;
  if (name.includes('%')) return "contains '%', which the kernel reads as a template; leave it out";
  if (/^[A-Za-z_][A-Za-z0-9_-]*\/./.test(name))
    return 'is in a network namespace, where this cannot be; name a link of the host itself';
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/.test(name))
    return 'may hold letters, digits and _ . + - and begins with a letter, a digit or _';
  if (RESERVED.has(name)) return 'is a reserved word; give another name';
  return undefined;
}

/** The name of a link: 1 to 15 bytes of letters, digits and `_ . + -`. */
export const ifname = z.string().superRefine((name, context) => {
  const fault = ifnameFault(name);
  if (fault) context.addIssue({ code: 'custom', message: `interface name ${JSON.stringify(name)} ${fault}` });
});
