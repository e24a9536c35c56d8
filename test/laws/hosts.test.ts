import fc from 'fast-check';
import { kinds } from '../../constructs/kinds';
import { fromNothing } from '../../lib/plan/from-nothing';
import { order } from '../../lib/plan/order';
import { goalOf, plan, startOf } from '../../lib/plan/plan';
import { revert } from '../../lib/plan/revert';
import { deployScript, fullScript, rebootRevertScript, revertScript } from '../../lib/script/scripts';
import { Kernel, snapshot } from './kernel';
import { deploy, FOREIGN, hostIntent, intentOf, plainHost, type Scene, stateAt } from './scenes';

const start = (resources: Parameters<typeof snapshot>[0]): Scene => ({ kernel: new Kernel(resources) });
const changesAt = (scene: Scene, intent: Parameters<typeof plan>[1]) =>
  plan(kinds, intent, stateAt(scene)).changes;
const runs = { numRuns: 60 };

test('applying the plan of what is wanted to what there is gives what is wanted', () => {
  fc.assert(
    fc.property(plainHost, hostIntent, hostIntent, (host, first, second) => {
      const once = deploy(start(host), first);
      expect(changesAt(once, first)).toEqual([]);
      const twice = deploy(once, second);
      expect(changesAt(twice, second)).toEqual([]);
      // Verified before it is recorded: with the old record nothing is left to do either.
      expect(changesAt({ kernel: twice.kernel, record: once.record }, second)).toEqual([]);
    }),
    runs,
  );
});

test('removing the intent leaves what was there before', () => {
  fc.assert(
    fc.property(plainHost, hostIntent, hostIntent, (host, first, second) => {
      const twice = deploy(deploy(start(host), first), second);
      const bare = deploy(twice, intentOf([]));
      expect(snapshot(bare.kernel.resources)).toEqual(snapshot(new Kernel(host).resources));
      expect(bare.record?.originals).toEqual([]);
      expect(changesAt(bare, intentOf([]))).toEqual([]);
    }),
    runs,
  );
});

test('the revert of a plan undoes it', () => {
  fc.assert(
    fc.property(plainHost, hostIntent, hostIntent, (host, first, second) => {
      for (const [scene, intent] of [
        [start(host), first],
        [deploy(start(host), first), second],
      ] as const) {
        const forward = plan(kinds, intent, stateAt(scene));
        const there = new Kernel(scene.kernel.resources).carryOut(forward.changes, goalOf(forward));
        const back = there.carryOut(revert(kinds, forward), startOf(forward), 'guarded');
        expect(snapshot(back.resources)).toEqual(snapshot(scene.kernel.resources));
      }
    }),
    runs,
  );
});

test('what others made is not touched', () => {
  const foreign = new Set(FOREIGN.map(one => kinds.id(one)));
  fc.assert(
    fc.property(plainHost, hostIntent, hostIntent, (host, first, second) => {
      const once = deploy(start(host), first);
      const plans = [changesAt(start(host), first), changesAt(once, second), changesAt(once, intentOf([]))];
      expect(plans.flat().filter(change => foreign.has(change.id))).toEqual([]);
      const names = plans.flat().flatMap(change => JSON.stringify(change.properties));
      expect(names.filter(text => /docker0|veth1|wg0|vnet7/.test(text))).toEqual([]);
    }),
    runs,
  );
});

test('the order respects what each resource requires, put and taken', () => {
  const check = (changes: Parameters<typeof order>[1]) => {
    for (const phase of ['put', 'take'] as const) {
      const chosen = order(kinds, changes).filter(one => one.phase === phase);
      const resources = chosen.map(({ change }) => ({
        kind: change.kind,
        props: (phase === 'put' ? change.after : change.before)!,
      }));
      resources.forEach((resource, index) => {
        for (const token of kinds.requires(resource)) {
          const providers = resources.flatMap((one, at) => (kinds.provides(one).includes(token) ? [at] : []));
          if (phase === 'put') expect(Math.max(-1, ...providers)).toBeLessThan(index);
          else expect(Math.min(Number.POSITIVE_INFINITY, ...providers)).toBeGreaterThan(index);
        }
      });
    }
  };
  fc.assert(
    fc.property(plainHost, hostIntent, hostIntent, (host, first, second) => {
      check(fromNothing(kinds, first));
      const once = deploy(start(host), first);
      check(changesAt(once, second));
      check(changesAt(once, intentOf([])));
    }),
    runs,
  );
});

test('the same input gives the same bytes', () => {
  const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value));
  fc.assert(
    fc.property(plainHost, hostIntent, hostIntent, (host, first, second) => {
      const scene = deploy(start(host), first);
      const texts = [second, copy(second)].map(intent => {
        const made = plan(kinds, intent, copy(stateAt(scene)));
        const scripts = [deployScript, revertScript, rebootRevertScript].map(
          render => render(kinds, made).text,
        );
        return [...scripts, fullScript(kinds, intent).text, JSON.stringify(made.originals)];
      });
      expect(texts[1]).toEqual(texts[0]);
    }),
    { numRuns: 40 },
  );
});

test('ten thousand resources are planned, reverted and rendered', () => {
  const pairs = Array.from({ length: 5000 }, (_, index) => [
    {
      kind: 'vlan',
      props: { name: `v${index}`, link: index < 4000 ? 'eno1' : 'eno2', vlanId: (index % 4000) + 1 },
    },
    { kind: 'bridge', props: { name: `b${index}`, ports: [`v${index}`] } },
  ]);
  const intent = intentOf(pairs.flat());
  const nics = ['eno1', 'eno2'].map(name => ({ kind: 'link', props: { name, up: true, mtu: 1500 } }));
  const made = plan(kinds, intent, stateAt(start(nics)));
  expect(made.changes).toHaveLength(10_000);
  expect(deployScript(kinds, made).groups).toHaveLength(1);
  expect(revertScript(kinds, made).text).toContain('b4999');
});
