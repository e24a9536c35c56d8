import { App } from 'cdktf';
import { VlanPlan } from '../constructs';
import { inventory } from '../stacks/inventory';
import { TrunkedFleet } from '../stacks/trunked-fleet';

/** The fleet as somebody in a hurry would have it: one digit of the management VLAN is wrong. */
const plan = new VlanPlan({
  management: { id: 101, prefix: '10.0.100.0/24', gateway: '10.0.100.1', role: 'management' },
  web: { id: 200, prefix: '10.0.200.0/24' },
  storage: { id: 300, mtu: 9000, role: 'storage' },
});

const app = new App();
new TrunkedFleet(app, 'fleet', { inventory: inventory(), plan, confirmTimeoutSec: 10 });
app.synth();
