import { z } from 'zod';
import type { Kind, PropertyChange } from '../../lib/kind';
import { ifname, linkRef, macAddress, mtu } from '../../lib/net';
import { ip, linkMissing, portOf, type Step } from '../../lib/script/step';
import { linkNamed, portsOf } from '../../lib/state/link-named';
import { linksProbe } from '../../lib/state/links.probe';

const schema = z
  .strictObject({
    name: ifname,
    ports: z.array(linkRef).default([]),
    stp: z.boolean().optional(),
    priority: z.number().int().min(0).max(65535).optional(),
    forwardDelaySec: z.number().min(0).max(30).optional(),
    helloTimeSec: z.number().min(1).max(10).optional(),
    maxAgeSec: z.number().min(6).max(40).optional(),
    ageingTimeSec: z.number().min(0).max(1_000_000).optional(),
    mac: macAddress.optional(),
    mtu: mtu.optional(),
    up: z.boolean().default(true),
  })
  .superRefine((props, context) => {
    if (new Set(props.ports).size < props.ports.length)
      context.addIssue({ code: 'custom', path: ['ports'], message: 'a link is named twice' });
    // br_set_forward_delay: with STP the kernel takes 2 to 30 seconds (net/bridge/br_stp.c).
    if (props.stp && props.forwardDelaySec !== undefined && props.forwardDelaySec < 2)
      context.addIssue({
        code: 'custom',
        path: ['forwardDelaySec'],
        message: 'with STP it must be 2 to 30 seconds',
      });
  });

export type BridgeProps = z.infer<typeof schema>;

/** The kernel counts these in 1/100 s (USER_HZ), whatever ip-link(8) says. */
const centiseconds = (value: unknown): string => String(Math.round((value as number) * 100));
const plain = (value: unknown): string => String(value);
const flag = (value: unknown): string => (value ? '1' : '0');

/** Property, word of ip-link(8) and of `ip -j -d`, and the way there. */
const options: readonly (readonly [keyof BridgeProps, string, (value: unknown) => string])[] = [
  ['stp', 'stp_state', flag],
  ['priority', 'priority', plain],
  ['forwardDelaySec', 'forward_delay', centiseconds],
  ['helloTimeSec', 'hello_time', centiseconds],
  ['maxAgeSec', 'max_age', centiseconds],
  ['ageingTimeSec', 'ageing_time', centiseconds],
];

const attach = (bridge: string, port: string): Step =>
  ip(['link', 'set', 'dev', port, 'master', bridge, 'up']);

function create(props: BridgeProps): Step[] {
  const generic = props.mac ? ['address', props.mac] : [];
  const words = options.flatMap(([name, word, text]) =>
    props[name] === undefined ? [] : [word, text(props[name])],
  );
  const up = props.up ? ['up'] : [];
  return [
    ip(
      ['link', 'add', 'name', props.name, ...generic, ...up, 'type', 'bridge', ...words],
      [linkMissing(props.name)],
    ),
    // An MTU given to `link add` is lost with the first port; one that is set afterwards stays (br_mtu_auto_adjust).
    ...(props.mtu ? [ip(['link', 'set', 'dev', props.name, 'mtu', props.mtu])] : []),
    ...props.ports.map(port => attach(props.name, port)),
  ];
}

function update({ name }: BridgeProps, changes: readonly PropertyChange[]): Step[] {
  return changes.flatMap((change): Step[] => {
    if ('drop' in change)
      return [
        ...change.drop.map(port => ip(['link', 'set', 'dev', port, 'nomaster'], [portOf(port, name)])),
        ...change.add.map(port => attach(name, port)),
      ];
    const { to } = change;
    if (to === undefined) return [];
    if (change.name === 'mtu') return [ip(['link', 'set', 'dev', name, 'mtu', to as number])];
    if (change.name === 'mac') return [ip(['link', 'set', 'dev', name, 'address', to as string])];
    if (change.name === 'up') return [ip(['link', 'set', 'dev', name, to ? 'up' : 'down'])];
    const option = options.find(([property]) => property === change.name);
    return option ? [ip(['link', 'set', 'dev', name, 'type', 'bridge', option[1], option[2](to)])] : [];
  });
}

/** A switch in software: links and guests' taps that share one broadcast domain. */
export const bridgeKind: Kind<BridgeProps> = {
  name: 'bridge',
  summary: 'A switch in software. Guests plug their taps in; ports that others added are left alone.',
  schema,
  key: props => props.name,
  describe: props => `${props.name}${props.ports?.length ? ` (port ${props.ports.join(', ')})` : ''}`,
  link: props => ({ name: props.name, ...(props.mtu && { mtu: props.mtu }) }),
  column: 'bridge',
  ports: props => props.ports ?? [],
  traits: ({ mac, stp }) => ({ mac, breaksLoops: stp ?? false }),
  sets: ['ports'],
  defaults: {
    stp: false,
    priority: 32768,
    forwardDelaySec: 15,
    helloTimeSec: 2,
    maxAgeSec: 20,
    ageingTimeSec: 300,
  },
  needs: () => [{ module: 'bridge', packages: { debian: 'linux-image-amd64', rhel: 'kernel-modules-core' } }],
  probes: [linksProbe],

  observe({ name }, facts) {
    const link = linkNamed(facts, name);
    if (link?.linkinfo?.info_kind !== 'bridge') return undefined;
    const data = link.linkinfo.info_data ?? {};
    const seconds = (word: string) => (data[word] as number) / 100;
    return {
      name,
      ports: [...portsOf(facts, name)],
      stp: data.stp_state !== 0,
      priority: data.priority as number,
      forwardDelaySec: seconds('forward_delay'),
      helloTimeSec: seconds('hello_time'),
      maxAgeSec: seconds('max_age'),
      ageingTimeSec: seconds('ageing_time'),
      mac: link.address,
      mtu: link.mtu,
      up: link.flags.includes('UP'),
    };
  },

  create,
  update,
  remove: ({ name }) => [{ tool: 'delete-link', link: name }],
};
