import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { type SshProps, TrunkedHost, VlanBridge, VlanPlan } from '../constructs';

/** The VLANs of the site, shared by every host. */
export const sitePlan = new VlanPlan({
  management: { id: 100, prefix: '10.0.100.0/24', gateway: '10.0.100.1', role: 'management' },
  web: { id: 200, prefix: '10.0.200.0/24' },
  storage: { id: 300, mtu: 9000, role: 'storage' },
});

export interface TrunkedFleetProps {
  /** Hosts by name: the last part of the management address, and how each is reached. */
  readonly inventory: Readonly<Record<string, { readonly number: number; readonly ssh: SshProps }>>;
  /** @default the site's plan above */
  readonly plan?: VlanPlan;
  /** Seconds that a host waits for its confirmation. @default 60 */
  readonly confirmTimeoutSec?: number;
  /** Puts the management address on a bridge, so that guests can be in that VLAN too. @default false */
  readonly managementOnBridge?: boolean;
}

/** Hypervisors with two NICs on a trunk: one bond, the management address on a VLAN, a bridge a VLAN for guests. */
export class TrunkedFleet extends TerraformStack {
  constructor(scope: Construct, id: string, props: TrunkedFleetProps) {
    super(scope, id);
    const { plan = sitePlan, confirmTimeoutSec } = props;
    for (const [name, { number, ssh }] of Object.entries(props.inventory)) {
      const host = new TrunkedHost(this, name, {
        ssh,
        plan,
        confirmTimeoutSec,
        uplinks: ['enp2s0', 'enp3s0'],
        bond: { mode: '802.3ad', lacpRate: 'fast' },
        management: {
          vlan: 'management',
          address: plan.vlan('management').host(number),
          bridge: props.managementOnBridge,
        },
      });
      new VlanBridge(host, 'web', { vlan: 'web' });
      new VlanBridge(host, 'storage', { vlan: 'storage' });
    }
  }
}
