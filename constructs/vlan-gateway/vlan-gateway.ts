import { Construct } from 'constructs';
import { ValidationError } from '../../lib/errors';
import { networkOf, parseInterface } from '../../lib/net';
import { type LinkLike, nameOf } from '../host/resource-construct';
import { Route } from '../route/route';
import { Rule } from '../rule/rule';
import { vlanOf } from '../vlan-bridge/vlan-bridge';

export interface VlanGatewayProps {
  /** The host's link in the VLAN: a bridge, or the VLAN itself. */
  readonly link: LinkLike;
  /** A name of the host's plan, or an ID. */
  readonly vlan: string | number;
  /** The host's address on that link, with prefix length; it is set by whoever makes the link. */
  readonly address: string;
  /** The VLAN's router. @default the plan's for this VLAN */
  readonly gateway?: string;
  /** Number of the routing table that is the VLAN's own. @default 10000 + the VLAN's ID */
  readonly table?: number;
  /** Priority of the rule. @default 10000 + the VLAN's ID */
  readonly priority?: number;
}

/** The kernel's own tables end at 255, its own rules begin at 32766. */
const FIRST = 10_000;

/**
 * A gateway of a VLAN's own: what the host sends from its address there leaves by the router there, while everything
 * else follows the main table with its one default route.
 */
export class VlanGateway extends Construct {
  readonly table: number;

  constructor(scope: Construct, id: string, props: VlanGatewayProps) {
    super(scope, id);
    const { link, address } = props;
    const planned = vlanOf(this, props.vlan);
    const wrong = (field: string, found: string, remedy: string) =>
      new ValidationError({ doing: 'make VlanGateway', resource: this.node.path, field, found, remedy });
    const gateway = props.gateway ?? planned.gateway;
    if (gateway === undefined)
      throw wrong('gateway', 'the plan has none for this VLAN', 'give it here or in the plan');
    const own = parseInterface(address);
    if (!('ok' in own))
      throw wrong('address', `${JSON.stringify(address)} ${own.fault}`, 'give it as it is on the link');
    this.table = props.table ?? FIRST + planned.id;
    const host = `${own.ok.address}/${own.ok.family === 4 ? 32 : 128}`;
    const out = nameOf(link);
    new Route(this, 'network', { to: networkOf(address), link: out, table: this.table });
    new Route(this, 'default', { to: 'default', via: gateway, link: out, table: this.table });
    new Rule(this, 'rule', { priority: props.priority ?? FIRST + planned.id, from: host, table: this.table });
  }
}
