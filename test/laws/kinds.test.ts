import fc from 'fast-check';
import { z } from 'zod';
import { kinds } from '../../constructs/kinds';
import type { Resource } from '../../lib/kind';
import { goalOf, plan } from '../../lib/plan/plan';
import { arbitraries } from './arbitraries';
import { complete } from './complete';
import { encoders, stateOf } from './encode';
import { Kernel, snapshot } from './kernel';
import { INSIDE, intentOf, PLACE, propsOf, recordOf, resource, surroundings } from './scenes';

const names = kinds.all.map(kind => kind.name);

test('every registered kind takes part in the laws', () => {
  expect(Object.keys(arbitraries).sort()).toEqual([...names].sort());
  expect(Object.keys(encoders).sort()).toEqual([...names].sort());
  expect(Object.keys(complete).sort()).toEqual([...names].sort());
});

const inside = kinds.all
  .filter(kind => kind.namespaced && kind.name !== 'network-namespace')
  .map(kind => kind.name);

test.each(names)('the arbitrary of %s sets every property of its schema', name => {
  const schema = z.toJSONSchema(kinds.of({ kind: name }).schema, { io: 'input', unrepresentable: 'any' });
  const places = inside.includes(name) ? [PLACE, INSIDE] : [PLACE];
  const seen = places
    .flatMap(place => fc.sample(arbitraries[name]!(place), 300))
    .flatMap(props => Object.entries(props).flatMap(([key, value]) => (value === undefined ? [] : [key])));
  expect([...new Set(seen)].sort()).toEqual(Object.keys(schema.properties!).sort());
});

describe.each([
  ...names.map(name => [name, '', PLACE] as const),
  ...inside.map(name => [name, ' in a network namespace', INSIDE] as const),
])('%s%s', (name, _, place) => {
  const kind = kinds.of({ kind: name });
  const properties = propsOf(name, place);

  test('a parsed resource parses to itself', () => {
    fc.assert(
      fc.property(properties, props => {
        expect(intentOf([{ kind: name, props }]).resources[0]!.props).toEqual(props);
      }),
    );
  });

  test('a host that has it, and only it confirmed, needs nothing', () => {
    fc.assert(
      fc.property(properties, props => {
        const one = { kind: name, props };
        const intent = intentOf([one]);
        const kernel = new Kernel([...surroundings(name, place), one]);
        for (const record of [undefined, recordOf(intent)])
          expect(plan(kinds, intent, stateOf(kernel.resources, record)).changes).toEqual([]);
      }),
    );
  });

  test('it is made from nothing, after which nothing is left to do, and reverted to nothing', () => {
    fc.assert(
      fc.property(properties, props => {
        const intent = intentOf([{ kind: name, props }]);
        const before = new Kernel(surroundings(name, place)).resources;
        if (kind.adopted && !before.some(one => kinds.id(one) === kinds.id({ kind: name, props }))) return;
        const made = plan(kinds, intent, stateOf(before));
        const after = new Kernel(before).carryOut(made.changes, goalOf(made)).resources;
        expect(plan(kinds, intent, stateOf(after, recordOf(intent, made.originals))).changes).toEqual([]);
        const removal = plan(kinds, intentOf([]), stateOf(after, recordOf(intent, made.originals)));
        expect(snapshot(new Kernel(after).carryOut(removal.changes, goalOf(removal)).resources)).toEqual(
          snapshot(before),
        );
      }),
    );
  });

  test('setting less gives the rest back', () => {
    fc.assert(
      fc.property(properties, properties, (more, pick) => {
        if (kinds.id({ kind: name, props: more }) !== kinds.id({ kind: name, props: pick })) return;
        const kept = Object.fromEntries(Object.entries(more).filter(([key]) => key in pick));
        const less = kind.schema.safeParse(kept);
        if (!less.success) return;
        const [wide, narrow] = [intentOf([resource(name, more)]), intentOf([resource(name, kept)])];
        const before = surroundings(name, place);
        const first = plan(kinds, wide, stateOf(before));
        const middle = new Kernel(before).carryOut(first.changes, goalOf(first)).resources;
        const second = plan(kinds, narrow, stateOf(middle, recordOf(wide, first.originals)));
        const after = new Kernel(middle).carryOut(second.changes, goalOf(second)).resources;
        const once = plan(kinds, narrow, stateOf(before));
        const direct = new Kernel(before).carryOut(once.changes, goalOf(once)).resources;
        const forget = (one: Resource) => ({
          kind: one.kind,
          props: Object.fromEntries(
            Object.entries(one.props).filter(([key]) => !KEPT[one.kind]?.includes(key)),
          ),
        });
        expect(snapshot(after.map(forget))).toEqual(snapshot(direct.map(forget)));
      }),
    );
  });
});

/** What stays when nobody sets it any more, since what the kernel would have drawn or derived is not known. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  bond: ['mac'],
  // Its own VLANs stay when the default of its ports changes.
  bridge: ['mac', 'mtu', 'tagged', 'untagged', 'pvid'],
  'bridge-port': ['cost'],
  vlan: ['mtu'],
  dummy: ['mac'],
  macvlan: ['mac', 'mtu'],
  macvtap: ['mac', 'mtu'],
  tap: ['mac'],
  veth: ['mac', 'peerMac'],
  vxlan: ['mac', 'mtu'],
  geneve: ['mac', 'mtu'],
  gre: ['mac', 'mtu'],
  'ip-tunnel': ['mtu'],
  vrf: ['mac'],
};
