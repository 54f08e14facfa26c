import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excessOf, projectedOnHand, shortageOf, type BalanceInput } from '../../core/inventory/balance.ts';

/** Float32 columns feed the sums: the oracle forgives what the code does, a ten-thousandth of a unit. */
const rounding = 1e-4;

/** Day by day, each day cut in eight, and the instant before the arrival: the smallest projection in [0, window]. */
function leastOf(input: BalanceInput, window: number): number {
  let least = Infinity;
  const look = (day: number): void => {
    const arrived = day >= input.arrivalDays ? input.arrivalQuantity : 0;
    least = Math.min(least, input.net + arrived - input.meanPerDay * day);
  };
  for (let step = 0; step <= window * 8; step++) look(step / 8);
  if (input.arrivalDays <= window) least = Math.min(least, input.net - input.meanPerDay * input.arrivalDays);
  return least;
}

const input: fc.Arbitrary<BalanceInput> = fc.record({
  net: fc.integer({ min: -20, max: 400 }),
  meanPerDay: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 8, noNaN: true })),
  arrivalDays: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 120 })),
  arrivalQuantity: fc.integer({ min: 0, max: 200 }),
  safetyStock: fc.double({ min: 0, max: 60, noNaN: true }),
  holdBack: fc.double({ min: 0, max: 90, noNaN: true }),
  shortageWindowDays: fc.integer({ min: 1, max: 40 }),
  excessWindowDays: fc.integer({ min: 40, max: 120 }),
});

describe('shortage and excess', () => {
  it('are what a day-by-day projection says', () => {
    fc.assert(
      fc.property(input, (position) => {
        const { safetyStock, holdBack, shortageWindowDays, excessWindowDays } = position;
        const gap = safetyStock - projectedOnHand(position, shortageWindowDays);
        const shortage = shortageOf(position);
        expect(Number.isInteger(shortage) && shortage >= 0).toBe(true);
        // The smallest whole number of units that closes the gap.
        expect(shortage - gap).toBeGreaterThan(-2 * rounding);
        if (shortage > 0) expect(shortage - 1 - gap).toBeLessThan(0);

        const kept = Math.max(safetyStock, holdBack);
        const least = leastOf(position, excessWindowDays);
        const excess = excessOf(position);
        expect(Number.isInteger(excess) && excess >= 0).toBe(true);
        // The largest whole number of units whose leaving never takes the projection below what is kept.
        if (excess > 0) expect(least - excess - kept).toBeGreaterThan(-2 * rounding);
        expect(least - (excess + 1) - kept).toBeLessThan(2 * rounding);
      }),
      { numRuns: 2000 },
    );
  });

  it('are never both there while the excess window holds the end of the shortage window', () => {
    fc.assert(
      fc.property(input, (position) => {
        expect(Math.min(shortageOf(position), excessOf(position))).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('count units that are whole but for rounding', () => {
    const still = {
      net: 7,
      meanPerDay: 0,
      arrivalDays: Infinity,
      arrivalQuantity: 0,
      shortageWindowDays: 5,
      excessWindowDays: 60,
      holdBack: 0,
    };
    expect(excessOf({ ...still, safetyStock: Math.fround(6.00001) })).toBe(1);
    expect(excessOf({ ...still, safetyStock: 6.5 })).toBe(0);
    expect(shortageOf({ ...still, safetyStock: Math.fround(7.00001) })).toBe(0);
    expect(shortageOf({ ...still, safetyStock: 7.5 })).toBe(1);
  });

  it('do not spend an arrival before its day', () => {
    const waiting: BalanceInput = {
      net: 10,
      meanPerDay: 1,
      arrivalDays: 10,
      arrivalQuantity: 100,
      safetyStock: 2,
      holdBack: 0,
      shortageWindowDays: 9,
      excessWindowDays: 60,
    };
    expect(shortageOf(waiting)).toBe(1);
    expect(excessOf(waiting)).toBe(0);
    expect(shortageOf({ ...waiting, shortageWindowDays: 10 })).toBe(0);
    expect(projectedOnHand(waiting, 10)).toBe(100);
  });
});
