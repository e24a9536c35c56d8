import { z } from 'zod';

/** Why a text cannot be a link's hardware address, or undefined when it can. */
function macFault(text: string): string | undefined {
  if (!/^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text)) return 'is not six octets such as 52:54:00:12:34:56';
  if (Number.parseInt(text.slice(0, 2), 16) & 1) return 'is a multicast address; a link needs a unicast one';
  if (/^00(.00){5}$/.test(text)) return 'is all zeros';
  return undefined;
}

/** A unicast hardware address; read with colons or dashes in either case, kept lower-case with colons. */
export const macAddress = z
  .string()
  .superRefine((text, context) => {
    const fault = macFault(text);
    if (fault) context.addIssue({ code: 'custom', message: `MAC address ${JSON.stringify(text)} ${fault}` });
  })
  .transform(text => text.toLowerCase().replaceAll('-', ':'));
