import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { driftingAverage } from '../../core/forecast/driftingAverage.ts';
import { movingAverage } from '../../core/forecast/movingAverage.ts';

test('a steady rise is caught up with, where the plain average lags by half its length', () => {
  const rising = Float64Array.from({ length: 48 }, (_, t) => 100 + 2 * t);
  expect(movingAverage(rising, 0, 48, 12)).toBeCloseTo(183, 10);
  // The next value is 196.
  expect(driftingAverage(rising, 0, 48, 12)).toBeCloseTo(196, 10);
});

test('constant in, constant out; scaled in, scaled out; never below zero; a short series is its average', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      (units, factor) => {
        const values = Float64Array.from(units);
        const mean = driftingAverage(values, 0, values.length, 12);
        expect(mean).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(mean)).toBe(true);
        const scaled = values.map((value) => factor * value);
        expect(driftingAverage(scaled, 0, scaled.length, 12)).toBeCloseTo(factor * mean, 5);
        if (values.length < 4) expect(mean).toBe(movingAverage(values, 0, values.length, 12));
        const flat = values.map(() => factor);
        expect(driftingAverage(flat, 0, flat.length, 12)).toBeCloseTo(flat.length === 0 ? 0 : factor, 10);
      },
    ),
  );
});
