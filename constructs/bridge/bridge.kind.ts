import { z } from 'zod';
import type { Kind, Observed, PropertyChange } from '../../lib/kind';
import { macAddress, mtu, placedIfname, placedLinkRef } from '../../lib/net';
import { ip, linkMissing, portOf, type Step } from '../../lib/script/step';
import { linkNamed, portsOf } from '../../lib/state/link-named';
import { linksProbe } from '../../lib/state/links.probe';
import { vlanProtocols } from '../vlan/vlan.kind';
import {
  changeVlans,
  defaultVlans,
  portVlans,
  refuseVlans,
  seenVlans,
  setVlans,
  whole,
} from './port-vlans.kind';
import { vlansProbe } from './vlans.probe';

const schema = z
  .strictObject({
    name: placedIfname,
    ports: z.array(placedLinkRef).default([]),
    stp: z.boolean().optional(),
    priority: z.number().int().min(0).max(65535).optional(),
    forwardDelaySec: z.number().min(0).max(30).optional(),
    helloTimeSec: z.number().min(1).max(10).optional(),
    maxAgeSec: z.number().min(6).max(40).optional(),
    ageingTimeSec: z.number().min(0).max(1_000_000).optional(),
    vlanFiltering: z.boolean().optional(),
    /** 0 for none. */
    vlanDefaultPvid: z.number().int().min(0).max(4094).optional(),
    vlanProtocol: z.enum(vlanProtocols).optional(),
    ...portVlans,
    mcastSnooping: z.boolean().optional(),
    mcastQuerier: z.boolean().optional(),
    mcastRouter: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
    groupFwdMask: z
      .number()
      .int()
      .min(0)
      .max(0xffff)
      // BR_GROUPFWD_RESTRICTED (net/bridge/br_private.h).
      .refine(
        mask => (mask & 7) === 0,
        'the kernel never forwards STP (1), pause (2) and LACP (4) so; clear these bits',
      )
      .optional(),
    noLinklocalLearn: z.boolean().optional(),
    nfCallIptables: z.boolean().optional(),
    nfCallIp6tables: z.boolean().optional(),
    nfCallArptables: z.boolean().optional(),
    mac: macAddress.optional(),
    mtu: mtu.optional(),
    up: z.boolean().default(true),
  })
  .transform(whole)
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
    if (props.tagged !== undefined && !props.vlanFiltering)
      context.addIssue({
        code: 'custom',
        path: ['vlanFiltering'],
        message:
          'tagged, untagged and pvid count only on a bridge that filters; set it to true, or leave them out',
      });
    refuseVlans(props, context);
  });

export type BridgeProps = z.infer<typeof schema>;

/** A value of ours as ip-link(8) takes it, and one of `ip -j -d` as ours. */
interface Form {
  text(value: unknown): string;
  read(value: unknown): unknown;
}

/** The kernel counts these in 1/100 s (USER_HZ), whatever ip-link(8) says. */
const centiseconds: Form = {
  text: value => String(Math.round((value as number) * 100)),
  read: value => (value as number) / 100,
};
const plain: Form = { text: String, read: value => value };
const flag: Form = { text: value => (value ? '1' : '0'), read: value => value !== 0 };
/** Printed in hexadecimal, as text. */
const mask: Form = { text: String, read: value => Number(value) };

/** Property, and the word of ip-link(8) and of `ip -j -d`. */
const options: readonly (readonly [keyof BridgeProps, string, Form])[] = [
  ['stp', 'stp_state', flag],
  ['priority', 'priority', plain],
  ['forwardDelaySec', 'forward_delay', centiseconds],
  ['helloTimeSec', 'hello_time', centiseconds],
  ['maxAgeSec', 'max_age', centiseconds],
  ['ageingTimeSec', 'ageing_time', centiseconds],
  ['vlanDefaultPvid', 'vlan_default_pvid', plain],
  ['vlanProtocol', 'vlan_protocol', plain],
  ['vlanFiltering', 'vlan_filtering', flag],
  ['mcastSnooping', 'mcast_snooping', flag],
  ['mcastQuerier', 'mcast_querier', flag],
  ['mcastRouter', 'mcast_router', plain],
  ['groupFwdMask', 'group_fwd_mask', mask],
  ['noLinklocalLearn', 'no_linklocal_learn', flag],
  ['nfCallIptables', 'nf_call_iptables', flag],
  ['nfCallIp6tables', 'nf_call_ip6tables', flag],
  ['nfCallArptables', 'nf_call_arptables', flag],
];

/** While its tree changes a bridge keeps addresses for twice the forward delay, and does not tell what was set (__br_set_topology_change). */
const agesFaster = ({ topology_change, ageing_time, forward_delay }: Readonly<Record<string, unknown>>) =>
  topology_change === 1 && ageing_time === 2 * (forward_delay as number);

const attach = (bridge: string, port: string): Step =>
  ip(['link', 'set', 'dev', port, 'master', bridge, 'up']);

function create(props: BridgeProps): Step[] {
  const generic = props.mac ? ['address', props.mac] : [];
  const words = options.flatMap(([name, word, form]) =>
    props[name] === undefined ? [] : [word, form.text(props[name])],
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
    ...setVlans([props.name, 'self'], props),
  ];
}

const setOption = (bridge: string, name: string, value: unknown): Step[] =>
  options
    .filter(([property]) => property === name)
    .map(([, word, form]) => ip(['link', 'set', 'dev', bridge, 'type', 'bridge', word, form.text(value)]));

/** It is on after the ports have their VLANs, and off before they lose them: else it would cut them off. */
const setsFiltering = (to: boolean) => (change: PropertyChange) =>
  change.name === 'vlanFiltering' && 'to' in change && change.to === to;

const filter =
  (to: boolean) =>
  ({ name }: BridgeProps, changes: readonly PropertyChange[]): Step[] =>
    changes.filter(setsFiltering(to)).flatMap(() => setOption(name, 'vlanFiltering', to));

/** __br_vlan_set_default_pvid puts ports into the new default VLAN, and takes them out of the old. */
const changesDefault = (change: PropertyChange): boolean => change.name === 'vlanDefaultPvid';

function update(props: BridgeProps, changes: readonly PropertyChange[]): Step[] {
  const { name } = props;
  const steps = changes.flatMap((change): Step[] => {
    if ('drop' in change)
      return [
        ...change.drop.map(port => ip(['link', 'set', 'dev', port, 'nomaster'], [portOf(port, name)])),
        ...change.add.map(port => attach(name, port)),
      ];
    const { to } = change;
    if (to === undefined || change.name === 'vlanFiltering') return [];
    if (change.name === 'mtu') return [ip(['link', 'set', 'dev', name, 'mtu', to as number])];
    if (change.name === 'mac') return [ip(['link', 'set', 'dev', name, 'address', to as string])];
    if (change.name === 'up') return [ip(['link', 'set', 'dev', name, to ? 'up' : 'down'])];
    return setOption(name, change.name, to);
  });
  const own = [name, 'self'];
  const vlans = changes.some(changesDefault) ? setVlans(own, props) : changeVlans(own, props, changes);
  return [...steps, ...vlans];
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
  namespaced: true,
  ports: props => props.ports ?? [],
  traits: ({ mac, stp, ageingTimeSec }) => ({
    mac,
    breaksLoops: stp ?? false,
    floods: ageingTimeSec === 0,
  }),
  upholds: ({ name }) => [`bridge-port:${name}`],
  spoils: changes => changes.some(changesDefault),
  sets: ['ports'],
  defaults: {
    stp: false,
    priority: 32768,
    forwardDelaySec: 15,
    helloTimeSec: 2,
    maxAgeSec: 20,
    ageingTimeSec: 300,
    vlanFiltering: false,
    vlanDefaultPvid: 1,
    vlanProtocol: '802.1Q',
    ...defaultVlans,
    mcastSnooping: true,
    mcastQuerier: false,
    mcastRouter: 1,
    groupFwdMask: 0,
    noLinklocalLearn: false,
    nfCallIptables: false,
    nfCallIp6tables: false,
    nfCallArptables: false,
  },
  needs: ({ nfCallIptables, nfCallIp6tables, nfCallArptables }) =>
    ['bridge', ...(nfCallIptables || nfCallIp6tables || nfCallArptables ? ['br_netfilter'] : [])].map(
      module => ({ module, packages: { debian: 'linux-image-amd64', rhel: 'kernel-modules-core' } }),
    ),
  probes: [linksProbe, vlansProbe],

  observe({ name, ageingTimeSec }, facts) {
    const link = linkNamed(facts, name);
    if (link?.linkinfo?.info_kind !== 'bridge') return undefined;
    const data = link.linkinfo.info_data ?? {};
    const seen = options
      .filter(([, word]) => data[word] !== undefined)
      .map(([property, word, form]) => [property, form.read(data[word])] as const);
    return {
      name,
      ports: [...portsOf(facts, name)],
      ...Object.fromEntries(seen),
      ...(agesFaster(data) && { ageingTimeSec }),
      ...seenVlans(facts, name),
      mac: link.address,
      mtu: link.mtu,
      up: link.flags.includes('UP'),
    } as Observed<BridgeProps>;
  },

  create,
  update,
  begin: filter(false),
  finish: filter(true),
  remove: ({ name }) => [{ tool: 'delete-link', link: name }],
};
