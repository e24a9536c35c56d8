import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { TrunkedHost, VlanBridge, VlanPlan } from '../constructs';
import { kinds } from '../constructs/kinds';
import { parseIntent } from '../lib/intent/intent';
import { plan } from '../lib/plan/plan';
import { deployScript } from '../lib/script/scripts';
import type { State } from '../lib/state/state';
import type { Row } from './measure';
import { timed } from './measure';

const nic = (ifname: string, ifindex: number) => ({
  ifname,
  ifindex,
  mtu: 1500,
  flags: ['UP'],
  link_type: 'ether',
  addr_info: [],
});

const state: State = {
  formatVersion: 3,
  identity: { hostname: 'h', kernel: '6.12', os: 'debian', bootId: 'b' },
  tools: ['ip'],
  modules: [],
  answers: { links: [nic('enp2s0', 2), nic('enp3s0', 3)], routes: [], pci: {} },
};

/** VLAN stacks: 4,000 VLANs on each of two bonds' worth of NICs, and bridges on some of them. */
function manyResources(count: number): unknown[] {
  const half = count / 2;
  return Array.from(
    { length: half },
    (_, index) => ['enp2s0', 'enp3s0', 'enp4s0'][Math.floor(index / 4000)]!,
  ).flatMap((link, index) => [
    { kind: 'vlan', props: { name: `v${index}`, link, vlanId: 1 + (index % 4000) } },
    { kind: 'bridge', props: { name: `b${index}`, ports: [`v${index}`] } },
  ]);
}

/** The planner and the renderer alone, at two sizes: linear is a ratio of ten. */
export async function planner(): Promise<Row[]> {
  const once = async (count: number) => {
    const intent = parseIntent(kinds, { formatVersion: 1, host: 'h', resources: manyResources(count) });
    const planned = await timed(async () => plan(kinds, intent, state));
    const rendered = await timed(async () => deployScript(kinds, planned.value));
    return { plan: planned.seconds, script: rendered.seconds };
  };
  await once(1000);
  const small = await once(1000);
  const large = await once(10_000);
  return [
    { what: 'planner, 10 000 resources', ours: large.plan, aim: 'under 1 s', unit: 's' },
    {
      what: 'planner, 10 000 against 1 000 resources',
      ours: large.plan,
      theirs: small.plan,
      ratio: large.plan / small.plan,
      aim: 'about 10x',
      unit: 's',
    },
    { what: 'deploy script, 10 000 resources', ours: large.script, unit: 's' },
  ];
}

/** Synthesis of a fleet; the peer is cdktf itself with one resource a host and nothing in it. */
export async function synth(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-bench-'));
  try {
    const vlans = Array.from({ length: 50 }, (_, index) => [`v${index}`, { id: 100 + index }] as const);
    const site = new VlanPlan(Object.fromEntries(vlans));
    const ours = await timed(async () => {
      const app = new App({ outdir: join(folder, 'ours') });
      for (let stackIndex = 0; stackIndex < 10; stackIndex++) {
        const stack = new TerraformStack(app, `site${stackIndex}`);
        for (let index = 0; index < 100; index++) {
          const host = new TrunkedHost(stack, `kvm${index}`, {
            ssh: { host: '192.0.2.1' },
            hostName: `kvm${stackIndex}-${index}`,
            plan: site,
            uplinks: ['enp2s0', 'enp3s0'],
          });
          for (const [name] of vlans) new VlanBridge(host, name, { vlan: name });
        }
      }
      app.synth();
    });
    return [
      {
        what: 'synth of 1000 hosts with 50 VLANs each',
        ours: ours.seconds,
        unit: 's',
        note: '10 stacks of 100 hosts, 103 resources a host',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
