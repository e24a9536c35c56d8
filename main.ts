import { App } from 'cdktf';
import { inventory } from './stacks/inventory';
import { TrunkedFleet } from './stacks/trunked-fleet';

const app = new App();
new TrunkedFleet(app, 'fleet', { inventory: inventory() });
app.synth();
