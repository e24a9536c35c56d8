import { EXIT, worst } from '../../bin/exit-codes';
import { pooled } from '../../bin/fleet/pool';
import { inWaves } from '../../bin/fleet/waves';

const run = (failing: readonly number[], size: number, keepGoing = false) => {
  const begun: number[] = [];
  const results = inWaves([0, 1, 2, 3, 4, 5], {
    size,
    work: async item => {
      begun.push(item);
      return failing.includes(item) ? 'failed' : 'confirmed';
    },
    skip: () => 'not started',
    stops: done => !keepGoing && done.includes('failed'),
  });
  return results.then(list => ({ begun, list }));
};

test('a wave is finished after a failure, and no further one begins', async () => {
  const { begun, list } = await run([2], 2);
  expect(begun).toEqual([0, 1, 2, 3]);
  expect(list).toEqual(['confirmed', 'confirmed', 'failed', 'confirmed', 'not started', 'not started']);
});

test('or all begin', async () => {
  expect((await run([0, 2], 2, true)).begun).toHaveLength(6);
});

test('results are in order and never more than the limit are at work', async () => {
  let now = 0;
  let most = 0;
  const results = await pooled([3, 1, 2, 0], 2, async item => {
    most = Math.max(most, ++now);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    now--;
    return item;
  });
  expect(results).toEqual([3, 1, 2, 0]);
  expect(most).toBe(2);
});

test('errors count most, then reverts, checks, and hosts that were not reached', () => {
  expect(worst([EXIT.changes, EXIT.partial, EXIT.done])).toBe(4);
  expect(worst([EXIT.partial, EXIT.checks])).toBe(3);
  expect(worst([EXIT.checks, EXIT.reverted])).toBe(5);
  expect(worst([EXIT.reverted, EXIT.error])).toBe(1);
  expect(worst([])).toBe(0);
});
