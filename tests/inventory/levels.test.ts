import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leadTimeCdf, leadTimeQuantile } from '../../core/forecast/leadTimeDemand.ts';
import { available } from '../../core/inventory/available.ts';
import { riskLevel } from '../../core/inventory/riskLevel.ts';

const quantity = fc.integer({ min: -1000, max: 100_000 });

describe('available', () => {
  it('is never negative, and is what is free where that is positive', () => {
    fc.assert(
      fc.property(quantity, quantity, quantity, quantity, (onHand, reserved, workshop, hold) => {
        const free = onHand - reserved - workshop - hold;
        const found = available(onHand, reserved, workshop, hold);
        expect(found).toBe(Math.max(0, free));
      }),
    );
  });

  it('counts a negative on hand as zero (trap 4)', () => {
    expect(available(-7, 0, 0, 0)).toBe(0);
    expect(Object.is(available(3, 3, 0, 0), 0)).toBe(true);
  });
});

describe('reorder point', () => {
  it('is the smallest stock that covers the demand of lead time and review with the service level', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 60, noNaN: true }),
        fc.double({ min: 0.05, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 4, noNaN: true }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.double({ min: 0.5, max: 0.995, noNaN: true }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        (mean, months, dispersionWithin, dispersionRate, level, variance) => {
          const demand = { mean, dispersionWithin, dispersionRate };
          const point = leadTimeQuantile(level, months, demand, variance);
          expect(Number.isInteger(point) && point >= 0).toBe(true);
          expect(leadTimeCdf(point, months, demand, variance)).toBeGreaterThanOrEqual(level - 1e-10);
          if (point > 0) expect(leadTimeCdf(point - 1, months, demand, variance)).toBeLessThan(level + 1e-10);
        },
      ),
      { numRuns: 800 },
    );
  });
});

describe('risk level', () => {
  const thresholds = [0.1, 0.3, 0.6] as const;
  it('changes exactly at its thresholds', () => {
    const levels = [0, 0.0999, 0.1, 0.2999, 0.3, 0.5999, 0.6, 1].map((p) => riskLevel(p, false, thresholds));
    expect(levels).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });

  it('is critical while customers wait, and none where the risk is unknown', () => {
    expect(riskLevel(0, true, thresholds)).toBe(3);
    expect(riskLevel(Number.NaN, false, thresholds)).toBe(0);
  });
});
