import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { ifname } from '../../lib/net';
import type { OvsStep } from '../../lib/script/step';
import { optional, ovsProbe } from './ovs.probe';

const schema = z.strictObject({
  name: ifname,
  datapathType: z.enum(['system', 'netdev']).optional(),
  failMode: z.enum(['standalone', 'secure']).optional(),
  stp: z.boolean().optional(),
  mcastSnooping: z.boolean().optional(),
});

export type OvsBridgeProps = z.infer<typeof schema>;

export const ovsNeeds = [
  { tool: 'ovs-vsctl', packages: { debian: 'openvswitch-switch', rhel: 'openvswitch3.5' } },
] as const;

/** Property and column of the Bridge table (ovs-vswitchd.conf.db(5)). */
const columns: readonly (readonly [keyof OvsBridgeProps, string])[] = [
  ['datapathType', 'datapath_type'],
  ['failMode', 'fail_mode'],
  ['stp', 'stp_enable'],
  ['mcastSnooping', 'mcast_snooping_enable'],
];

const vsctl = (...args: string[]): OvsStep => ({ tool: 'ovs-vsctl', args });

const set = (name: string, column: string, value: unknown): OvsStep =>
  value === null
    ? vsctl('clear', 'Bridge', name, column)
    : vsctl('set', 'Bridge', name, `${column}=${value}`);

/** An Open vSwitch bridge. */
export const ovsBridgeKind: Kind<OvsBridgeProps> = {
  name: 'ovs-bridge',
  summary: 'An Open vSwitch bridge, kept in OVSDB, with a link of its own name.',
  schema,
  key: props => props.name,
  describe: props => props.name,
  link: props => ({ name: props.name }),
  column: 'bridge',
  defaults: { datapathType: 'system', failMode: null, stp: false, mcastSnooping: false },
  survivesReboot: true,
  needs: () => ovsNeeds,
  probes: [ovsProbe],

  observe({ name }, facts) {
    const row = facts.read(ovsProbe).bridges.find(bridge => bridge.name === name);
    if (!row) return undefined;
    return {
      name,
      // An empty string means the default, `system`.
      datapathType: (row.datapath_type || 'system') as 'system',
      failMode: optional<'secure'>(row.fail_mode),
      stp: row.stp_enable as boolean,
      mcastSnooping: row.mcast_snooping_enable as boolean,
    };
  },

  create: props => [
    vsctl('--may-exist', 'add-br', props.name),
    vsctl('set', 'Bridge', props.name, 'external_ids:trunkline=owned'),
    ...columns.flatMap(([property, column]) =>
      props[property] === undefined ? [] : [set(props.name, column, props[property])],
    ),
  ],
  update: ({ name }, changes) =>
    changes.flatMap(change => {
      const column = columns.find(([property]) => property === change.name)?.[1];
      return column && 'to' in change ? [set(name, column, change.to)] : [];
    }),
  remove: ({ name }) => [vsctl('--if-exists', 'del-br', name)],
};
