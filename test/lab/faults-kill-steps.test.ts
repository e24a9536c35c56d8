import { kinds } from '../../constructs/kinds';
import type { LabHost } from '../../lab';
import { inspect } from '../../lib/apply/inspect';
import type { Intent } from '../../lib/intent/intent';
import {
  begin,
  cutAfter,
  drafted,
  expectSound,
  makeForeign,
  makeTap,
  passagesOf,
  snapshot,
  withConnection,
} from './invariants';
import { deploy, freshLab, LAB_TIMEOUT_MS, nothing, target, threadIntent } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let host: LabHost;

beforeAll(async () => {
  const lab = await freshLab(1);
  host = lab.host('kvm01');
  await makeForeign(host);
});

/** Kills the deploy script after each of its steps in turn. Tells how many those are. */
const killAfterEachStep = (intent: Intent, confirmed: Intent): Promise<number> =>
  withConnection(host, async connection => {
    const before = await snapshot(host);
    const prepared = await inspect(kinds, target(host), intent);
    const all = passagesOf(prepared);
    const steps = all.flatMap(passage => passage.steps).length;
    for (let count = 0; count <= steps; count++) {
      const verdict = await begin(connection, drafted(prepared), cutAfter(all, count, 'kill -9 $$'));
      const after = `after step ${count} of ${steps}`;
      expect({ after, ...verdict }).toEqual({
        after,
        word: 'reverted',
        why: expect.stringContaining('exit code 137'),
      });
      expect(`${after}\n${await snapshot(host)}`).toBe(`${after}\n${before}`);
    }
    await expectSound(host, before, confirmed);
    return steps;
  });

describe('F3: the script on the host is killed after step k, for every k: the host is as before', () => {
  test('of the first deployment', async () => {
    expect(await killAfterEachStep(threadIntent(host), nothing(host))).toBeGreaterThan(15);
  });

  test('of a change with a replaced VLAN, another bond mode and a bridge that goes', async () => {
    const first = threadIntent(host);
    await deploy(host, first);
    await makeTap(host, 'br200');
    const { resources } = threadIntent(host, { bond: { mode: 'active-backup' } });
    const changed = resources
      .filter(({ kind, props }) => !(kind === 'bridge' && props.name === 'br300'))
      .map(one =>
        one.kind === 'vlan' && one.props.vlanId === 200
          ? { ...one, props: { ...one.props, vlanId: 1200 } }
          : one,
      );
    expect(await killAfterEachStep({ ...first, resources: changed }, first)).toBeGreaterThan(5);
  });

  test('of a destroy', async () => {
    expect(await killAfterEachStep(nothing(host), threadIntent(host))).toBeGreaterThan(3);
  });
});
