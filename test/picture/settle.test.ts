import fc from 'fast-check';
import { settle } from '../../lib/picture/svg/settle';

const wish = fc.record({
  at: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  weight: fc.constantFrom(0.001, 1, 3),
  distance: fc.double({ min: 0, max: 100, noNaN: true }),
});

describe('settle', () => {
  it('keeps every distance', () => {
    fc.assert(
      fc.property(fc.array(wish), wishes => {
        const middles = settle(wishes);
        for (const [index, { distance }] of wishes.entries())
          if (index > 0)
            expect(middles[index]! - middles[index - 1]!).toBeGreaterThanOrEqual(distance - 1e-6);
      }),
    );
  });

  it('fulfils wishes that leave room enough', () => {
    expect(settle([0, 20, 45].map(at => ({ at, weight: 1, distance: 10 })))).toEqual([0, 20, 45]);
  });

  it('parts two that want the same place evenly', () => {
    expect(settle([50, 50].map(at => ({ at, weight: 1, distance: 10 })))).toEqual([45, 55]);
  });
});
