import { z } from 'zod';
import { ifname } from './ifname';
import { macAddress } from './mac-address';
import { pciAddress } from './pci-address';

/**
 * How a resource names a link: its name, or `@mac:52:54:00:12:34:56` (permanent address) or
 * `@pci:0000:01:00.0`, which the host's state turns into a name. `@` is in no valid interface name.
 */
export const linkRef = z.string().transform((text, context) => {
  const [, scheme = '', rest = text] = /^(@mac:|@pci:)(.*)$/s.exec(text) ?? [];
  const schema = scheme === '@mac:' ? macAddress : scheme === '@pci:' ? pciAddress : ifname;
  const parsed = schema.safeParse(rest);
  if (parsed.success) return `${scheme}${parsed.data}`;
  context.addIssue({ code: 'custom', message: parsed.error.issues[0]?.message ?? 'is no link' });
  return z.NEVER;
});

/** True for a reference that only the host can turn into a name. */
export const isMatchedRef = (ref: string): boolean => ref.startsWith('@mac:') || ref.startsWith('@pci:');
