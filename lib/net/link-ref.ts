import { z } from 'zod';
import { driver } from './driver';
import { ifname } from './ifname';
import { macAddress } from './mac-address';
import { pciAddress } from './pci-address';

const SCHEMAS: Readonly<Record<string, z.ZodType<string>>> = {
  '@mac:': macAddress,
  '@pci:': pciAddress,
  '@driver:': driver,
};

/**
 * How a resource names a link: its name, or `@mac:52:54:00:12:34:56` (permanent address), `@pci:0000:01:00.0` or
 * `@driver:ixgbe`, which the host's state turns into a name. `@` is in no valid interface name.
 */
export const linkRef = z.string().transform((text, context) => {
  const [, scheme = '', rest = text] = /^(@mac:|@pci:|@driver:)(.*)$/s.exec(text) ?? [];
  const schema = SCHEMAS[scheme] ?? ifname;
  const parsed = schema.safeParse(rest);
  if (parsed.success) return `${scheme}${parsed.data}`;
  context.addIssue({ code: 'custom', message: parsed.error.issues[0]?.message ?? 'is no link' });
  return z.NEVER;
});

/** True for a reference that only the host can turn into a name. */
export const isMatchedRef = (ref: string): boolean => /^@(mac|pci|driver):/.test(ref);
