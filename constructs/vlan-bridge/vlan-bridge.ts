import type { Construct } from 'constructs';
import { ValidationError } from '../../lib/errors';
import type { Bridge, BridgeOptions } from '../bridge/bridge';
import { Host } from '../host/host';
import { type ILink, type LinkLike, nameOf } from '../host/resource-construct';
import { callerSource, seeing } from '../host/source';
import { Vlan } from '../vlan/vlan';
import type { PlannedVlan } from '../vlan-plan/vlan-plan';
import { GuestBridge, type HostSide } from './guest-bridge';

export interface VlanBridgeProps extends BridgeOptions, HostSide {
  /** A name of the host's plan, or a VLAN ID. */
  readonly vlan: string | number;
  /** The trunk that carries the VLAN. @default the host's own trunk */
  readonly trunk?: LinkLike;
  /** The bridge's name. @default `br<vlanId>` */
  readonly name?: string;
  /** Octets. @default the plan's for this VLAN */
  readonly mtu?: number;
}

/** A host that has a trunk of its own. */
export interface ITrunked {
  readonly trunk: ILink;
}

/** A VLAN by name of the host's plan, or by number. */
export function vlanOf(
  construct: Construct,
  vlan: string | number,
): Pick<PlannedVlan, 'id' | 'gateway'> & { readonly mtu?: number } {
  if (typeof vlan === 'number') return { id: vlan };
  const { plan } = Host.of(construct).props;
  const wrong = (found: string | undefined, remedy: string | undefined, cause?: unknown) =>
    new ValidationError({
      doing: `make ${construct.constructor.name}`,
      resource: construct.node.path,
      field: 'vlan',
      found,
      remedy: seeing(remedy, callerSource()),
      cause,
    });
  if (!plan)
    throw wrong(
      `'${vlan}' is a name, and the host has no plan`,
      'give the host a VlanPlan, or the VLAN by its number',
    );
  try {
    return plan.vlan(vlan);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw wrong(`the plan has no VLAN '${vlan}'`, error.remedy, error);
  }
}

/** The trunk given, or the host's own. */
export function trunkOf(construct: Construct, given?: LinkLike): LinkLike {
  if (given !== undefined) return given;
  const host = Host.of(construct) as Partial<ITrunked> & Host;
  if (host.trunk) return host.trunk;
  throw new ValidationError({
    doing: `make ${construct.constructor.name}`,
    resource: construct.node.path,
    field: 'trunk',
    found: 'the host has no trunk of its own',
    remedy: seeing('give a trunk, or use a TrunkedHost', callerSource()),
  });
}

/** One VLAN of a trunk as a bridge for guests: `br200` on `bond0.200`. Guests need not know of VLANs. */
export class VlanBridge extends GuestBridge {
  readonly vlan: Vlan;
  readonly bridge: Bridge;

  constructor(scope: Construct, id: string, props: VlanBridgeProps) {
    super(scope, id);
    const { vlan, trunk, name, address, zone, mtu, ...options } = props;
    const { id: vlanId, mtu: planned } = vlanOf(this, vlan);
    const link = trunkOf(this, trunk);
    const size = mtu ?? planned;
    this.vlan = new Vlan(this, 'vlan', { link, vlanId, mtu: size, name: shortName(nameOf(link), vlanId) });
    const bridge = { ...options, name: name ?? `br${vlanId}`, ports: [this.vlan], mtu: size };
    this.bridge = this.makeBridge(bridge, { address, zone });
  }
}

/** `<link>.<id>` where that fits 15 bytes, else `vlan<id>`, as distributions name it then. */
const shortName = (link: string, vlanId: number): string => {
  const usual = `${link}.${vlanId}`;
  return link.startsWith('@') || usual.length > 15 ? `vlan${vlanId}` : usual;
};
