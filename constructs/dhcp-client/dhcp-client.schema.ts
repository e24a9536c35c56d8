import { z } from 'zod';
import { ifname } from '../../lib/net';

export const schema = z
  .strictObject({
    link: z
      .string()
      .refine(
        text => !text.startsWith('@'),
        'is not a name; a DHCP client is told its link by name, such as bond0.100',
      )
      .pipe(ifname),
    family: z.union([z.literal(4), z.literal(6)]),
    metric: z.number().int().min(0).max(4294967295).optional(),
    routes: z.boolean().optional(),
    dns: z.boolean().default(true),
    hostname: z
      .string()
      .regex(
        /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/,
        {
          message: 'must be a host name of letters, digits and hyphens (RFC 1123)',
        },
      )
      .max(253)
      .optional(),
    /** Whether it runs and is started at boot, from files that are as they were written. */
    running: z.literal(true).default(true),
  })
  .superRefine(({ family, metric, routes }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    // RFC 8415 has no routers: they announce themselves (RFC 4861).
    for (const [name, value] of Object.entries({ metric, routes }))
      if (family === 6 && value !== undefined)
        refuse(name, 'is of DHCPv4 only: IPv6 has its routes from router advertisements');
  })
  .transform(props => (props.family === 4 ? { metric: 100, routes: true, ...props } : props));

export type DhcpClientProps = z.infer<typeof schema>;
