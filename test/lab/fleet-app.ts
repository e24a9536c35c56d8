import { App, TerraformStack } from 'cdktf';
import { type SshProps, TrunkedHost, type TrunkedHostProps, VlanBridge, VlanPlan } from '../../constructs';

/** What a test may want to be otherwise than in `stacks/trunked-fleet.ts`. */
export interface FleetOptions {
  readonly hosts: Readonly<Record<string, { readonly number: number; readonly ssh: SshProps }>>;
  readonly webVlan?: number;
  readonly props?: Partial<TrunkedHostProps>;
}

/** The app of `stacks/trunked-fleet.ts` with other numbers, synthesised where the environment says. */
function main({ hosts, webVlan = 200, props }: FleetOptions): void {
  const plan = new VlanPlan({
    management: { id: 100, prefix: '10.0.100.0/24', gateway: '10.0.100.1', role: 'management' },
    web: { id: webVlan, prefix: '10.0.200.0/24' },
    storage: { id: 300, mtu: 9000, role: 'storage' },
  });
  const app = new App();
  const stack = new TerraformStack(app, 'fleet');
  for (const [name, { number, ssh }] of Object.entries(hosts)) {
    const host = new TrunkedHost(stack, name, {
      ssh,
      plan,
      uplinks: ['enp2s0', 'enp3s0'],
      bond: { mode: '802.3ad', lacpRate: 'fast' },
      management: { vlan: 'management', address: plan.vlan('management').host(number) },
      ...props,
    });
    new VlanBridge(host, 'web', { vlan: 'web' });
    new VlanBridge(host, 'storage', { vlan: 'storage' });
  }
  app.synth();
}

if (require.main === module) main(JSON.parse(process.env.FLEET_OPTIONS!));
