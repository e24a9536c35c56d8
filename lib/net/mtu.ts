import { z } from 'zod';

/** Octets of a link's payload. 68 is the least that IPv4 allows (RFC 791), 65535 the most any of our links takes. */
export const mtu = z
  .number()
  .int('MTU must be a whole number of octets')
  .min(68, 'MTU must be at least 68 octets (RFC 791)')
  .max(65535, 'MTU must be at most 65535 octets');
