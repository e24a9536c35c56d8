import { z } from 'zod';
import type { Kind, Observed } from '../../lib/kind';
import { ip, linkMissing, type Step } from '../../lib/script/step';
import {
  flag,
  genericWords,
  type LinkType,
  linkProps,
  optionWords,
  value,
  virtualLink,
} from '../virtual-link/virtual-link.kind';

const account = z
  .string()
  .regex(
    /^[a-z_][a-z0-9_-]{0,31}$/i,
    'must be the name of an account; the host tells it by name, not by number',
  );

const base = {
  ...linkProps,
  user: account.optional(),
  group: account.optional(),
  multiQueue: z.boolean().optional(),
  vnetHdr: z.boolean().optional(),
};
const tapSchema = z.strictObject(base);
const { mac: _, ...withoutMac } = base;
const tunSchema = z.strictObject(withoutMac);

export type TapProps = z.infer<typeof tapSchema>;
export type TunProps = z.infer<typeof tunSchema>;

/**
 * ip-tuntap(8) takes no hardware address, so udev gives the new link one of its own making (systemd.link(5),
 * MACAddressPolicy=persistent). Ours is set when it has done so, or its would come last.
 */
const udevDone: Step = {
  tool: 'run',
  args: ['udevadm', 'settle', '--timeout=60'],
  where: [{ test: 'exists', path: '/run/udev/control' }],
};

/** A device of drivers/net/tun.c that stays while nobody has it open. ip-link(8) cannot make one, ip-tuntap(8) can. */
function tuntap<P extends TunProps>(
  mode: 'tap' | 'tun',
  rest: Pick<LinkType<P>, 'summary' | 'schema'>,
): Kind<P> {
  const type: LinkType<P> = {
    ...rest,
    name: mode,
    module: 'tun',
    column: 'guest',
    is: (found, data) => found === 'tun' && data.type === mode,
    options: {
      user: value('user', { immutable: true, default: null }),
      group: value('group', { immutable: true, default: null }),
      multiQueue: flag('multi_queue', undefined, { immutable: true, default: false }),
      vnetHdr: flag('vnet_hdr', undefined, { immutable: true, default: false }),
    } as LinkType<P>['options'],
    hasMac: () => mode === 'tap',
    defaults: { mtu: 1500 } as Observed<P>,
  };
  return {
    ...virtualLink(type),
    create: props => [
      ip(
        ['tuntap', 'add', 'dev', props.name, 'mode', mode, ...optionWords(type, props)],
        [linkMissing(props.name)],
      ),
      ...('mac' in props && props.mac ? [udevDone] : []),
      ...(genericWords(props).length > 0
        ? [ip(['link', 'set', 'dev', props.name, ...genericWords(props)])]
        : []),
    ],
  };
}

/** An Ethernet link whose other end is a program, such as a guest's (kernel: drivers/net/tun.c). */
export const tapKind = tuntap<TapProps>('tap', {
  summary: 'An Ethernet link whose other end is a program: a guest.',
  schema: tapSchema,
});

/** The same for IP packets: a VPN's. */
export const tunKind = tuntap<TunProps>('tun', {
  summary: 'A link of IP packets whose other end is a program: a VPN.',
  schema: tunSchema,
});
