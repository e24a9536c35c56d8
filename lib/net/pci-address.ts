import { z } from 'zod';

/** A PCI address with its domain, as sysfs spells it: `0000:01:00.0`. */
export const pciAddress = z
  .string()
  .regex(/^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/, 'is not a PCI address such as 0000:01:00.0');
