import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { ifname, vlanId } from '../../lib/net';
import type { OvsStep } from '../../lib/script/step';
import { optional, ovsProbe } from '../ovs-bridge/ovs.probe';
import { ovsNeeds } from '../ovs-bridge/ovs-bridge.kind';

const schema = z
  .strictObject({
    name: ifname,
    bridge: ifname,
    type: z.enum(['system', 'internal']).default('system'),
    tag: vlanId.optional(),
    trunks: z.array(vlanId).optional(),
    vlanMode: z.enum(['access', 'trunk', 'native-tagged', 'native-untagged']).optional(),
  })
  .superRefine((props, context) => {
    const needsTag = props.vlanMode !== undefined && props.vlanMode !== 'trunk';
    if (needsTag && props.tag === undefined)
      context.addIssue({ code: 'custom', path: ['tag'], message: `vlanMode ${props.vlanMode} needs a tag` });
    if (props.vlanMode === 'access' && props.trunks)
      context.addIssue({ code: 'custom', path: ['trunks'], message: 'an access port carries its tag only' });
  })
  .transform(props => ({
    ...props,
    ...(props.trunks && { trunks: [...props.trunks].sort((a, b) => a - b) }),
  }));

export type OvsPortProps = z.infer<typeof schema>;

const columns: readonly (readonly [keyof OvsPortProps, string])[] = [
  ['tag', 'tag'],
  ['trunks', 'trunks'],
  ['vlanMode', 'vlan_mode'],
];

const vsctl = (...args: string[]): OvsStep => ({ tool: 'ovs-vsctl', args });
const set = (port: string, column: string, value: unknown): OvsStep =>
  value === null || (Array.isArray(value) && value.length === 0)
    ? vsctl('clear', 'Port', port, column)
    : vsctl('set', 'Port', port, `${column}=${Array.isArray(value) ? `[${value.join(',')}]` : value}`);

/** A port of an Open vSwitch bridge: a NIC or another link, or an internal one that OVS makes. */
export const ovsPortKind: Kind<OvsPortProps> = {
  name: 'ovs-port',
  summary: 'A port of an Open vSwitch bridge: a link of the host, or an internal one that OVS makes.',
  schema,
  key: props => props.name,
  describe: props => `${props.name} in ${props.bridge}${props.tag ? ` (tag ${props.tag})` : ''}`,
  link: props => (props.type === 'internal' ? { name: props.name } : undefined),
  column: 'guest',
  requires: props => [
    `ovs-bridge/${props.bridge}`,
    ...(props.type === 'internal' ? [] : [`link:${props.name}`]),
  ],
  // Without trunks it carries whatever comes (ovs-vswitchd.conf.db(5), Port trunks).
  traits: ({ name, tag, trunks, vlanMode }) => ({
    ...(trunks?.length && {
      tags: { link: name, ids: trunks.filter(id => id !== tag || vlanMode === 'native-tagged') },
    }),
  }),
  immutable: ['bridge', 'type'],
  defaults: { tag: null, trunks: [], vlanMode: null },
  survivesReboot: true,
  needs: () => ovsNeeds,
  probes: [ovsProbe],

  observe({ name }, facts) {
    const { bridges, ports, interfaces } = facts.read(ovsProbe);
    const row = ports.find(port => port.name === name);
    const bridge = row && bridges.find(one => [one.ports].flat().includes(row._uuid));
    if (!row || !bridge) return undefined;
    const type = interfaces.find(one => one.name === name)?.type;
    return {
      name,
      bridge: bridge.name as string,
      type: type === 'internal' ? 'internal' : 'system',
      tag: optional<number>(row.tag),
      trunks: ([row.trunks].flat() as number[]).sort((a, b) => a - b),
      vlanMode: optional<'access'>(row.vlan_mode),
    };
  },

  create: props => [
    vsctl('--may-exist', 'add-port', props.bridge, props.name),
    ...(props.type === 'internal' ? [vsctl('set', 'Interface', props.name, 'type=internal')] : []),
    ...columns.flatMap(([property, column]) =>
      props[property] === undefined ? [] : [set(props.name, column, props[property])],
    ),
  ],
  update: ({ name }, changes) =>
    changes.flatMap(change => {
      const column = columns.find(([property]) => property === change.name)?.[1];
      return column && 'to' in change ? [set(name, column, change.to)] : [];
    }),
  remove: ({ name }) => [vsctl('--if-exists', 'del-port', name)],
};
