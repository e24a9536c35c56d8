import { z } from 'zod';
import { ifname } from './ifname';
import { macAddress } from './mac-address';
import { pciAddress } from './pci-address';

/**
 * How a resource names a link: its name, or `@mac:52:54:00:12:34:56` (permanent address) or
 * `@pci:0000:01:00.0`, which the host's state turns into a name. `@` is in no valid interface name.
 */
export const linkRef = z.string().superRefine((text, context) => {
  const parsed = text.startsWith('@mac:')
    ? macAddress.safeParse(text.slice(5))
    : text.startsWith('@pci:')
      ? pciAddress.safeParse(text.slice(5))
      : ifname.safeParse(text);
  if (!parsed.success)
    context.addIssue({ code: 'custom', message: parsed.error.issues[0]?.message ?? 'is no link' });
});

/** True for a reference that only the host can turn into a name. */
export const isMatchedRef = (ref: string): boolean => ref.startsWith('@mac:') || ref.startsWith('@pci:');
