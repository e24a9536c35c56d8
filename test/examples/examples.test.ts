import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from '../../constructs';
import type { Resource } from '../../lib/kind';
import { judgePlan } from '../../lib/plan/checks';
import { describeAll } from '../../lib/plan/describe';
import { goalOf, plan } from '../../lib/plan/plan';
import { deployScript } from '../../lib/script/scripts';
import type { HostLink } from '../../lib/state/links.probe';
import type { State } from '../../lib/state/state';
import { Kernel } from '../laws/kernel';
import { intentOf as intentOfResources, recordOf, type Scene, stateAt } from '../laws/scenes';
import { blocksOf, type Example, intentOf, waves } from './examples';
import { netplan } from './netplan';
import { nmstate } from './nmstate';

const NICS = ['enp2s0', 'enp3s0', 'enp4s0', 'enp5s0'];
/** What a host has before: its NICs, lo, and settings of the kernel's. */
const given: Resource[] = [
  ...NICS.map(name => ({ kind: 'link', props: { name, up: true, mtu: 1500 } })),
  { kind: 'link', props: { name: 'lo', up: true, mtu: 65536 } },
  { kind: 'sysctl', props: { key: 'net.ipv6.conf.lo.disable_ipv6', value: '0', dropIn: null } },
];

/** The host as a probe reads it, with the NICs' hardware addresses as the lab has them: 52:54:00:00:01:02 and on. */
function read(scene: Scene): State {
  const state = stateAt(scene);
  const links = (state.answers.links as readonly HostLink[]).map(link => {
    const n = /^enp(\d)s0$/.exec(link.ifname)?.[1];
    return n ? { ...link, permaddr: `52:54:00:00:01:0${n}` } : link;
  });
  return { ...state, answers: { ...state.answers, links } };
}

const fresh: Scene = { kernel: new Kernel(given) };

const text = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

describe.each([
  ['docs/coming-from-netplan.md', netplan],
  ['docs/coming-from-nmstate.md', nmstate],
] as const)('%s', (page, table) => {
  test('each of its blocks is tried', () => {
    expect(table.map(({ name }) => name)).toEqual(blocksOf(page));
  });

  describe.each(table.map(example => [example.name, example] as const))('%s', (name, { runs }: Example) => {
    const intent = intentOf(name);
    const state = read(fresh);
    const made = plan(kinds, intent, state);

    // UPDATE_CASES=1 writes the plans anew.
    test('its plan for a fresh host', () => {
      const file = join(__dirname, 'plans', `${name}.txt`);
      const told = `${describeAll(kinds, made).join('\n')}\n`;
      if (process.env.UPDATE_CASES === '1') writeFileSync(file, told);
      expect(told).toBe(text(file));
    });

    test('the commands that it is about', () => {
      const lines = deployScript(kinds, made).text.split('\n');
      for (const line of runs) expect(lines).toContain(line);
    });

    test('no check has anything against it', () => {
      expect(judgePlan({ registry: kinds, intent, state, plan: made })).toEqual([]);
    });

    test('done once, nothing is left to do; taken away, the host is as before', () => {
      const there = new Kernel(given).carryOut(made.changes, goalOf(made));
      const record = recordOf(intent, made.originals);
      expect(plan(kinds, intent, read({ kernel: there, record })).changes).toEqual([]);
      const nothing = intentOfResources([]);
      const found = read({ kernel: there, record });
      const back = plan(kinds, nothing, found);
      expect(judgePlan({ registry: kinds, intent: nothing, state: found, plan: back })).toEqual([]);
      expect(there.carryOut(back.changes, goalOf(back)).resources).toEqual(new Kernel(given).resources);
    });
  });
});

test('examples that share a host in the lab share neither a link nor a default route', () => {
  const groups = waves([...netplan, ...nmstate]);
  for (const group of groups) {
    const ids = group.flatMap(({ name }) => intentOf(name).resources.map(one => kinds.id(one)));
    expect(new Set(ids).size).toBe(ids.length);
  }
  expect(groups.flat().length).toBe(netplan.length + nmstate.length);
});
