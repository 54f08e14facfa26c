import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { negativeBinomialLoss, negativeBinomialSf } from '../../core/forecast/negativeBinomial.ts';
import { stockoutRisk } from '../../core/inventory/stockoutRisk.ts';

const risk = new Float64Array(2);
const units = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 600 }));
const means = fc.oneof(
  fc.double({ min: 1e-6, max: 3, noNaN: true }),
  fc.double({ min: 1e-6, max: 400, noNaN: true }),
);
const sizes = fc.oneof(
  fc.constant(Infinity),
  fc.double({ min: 0.01, max: 5, noNaN: true }),
  fc.double({ min: 1, max: 1e6, noNaN: true }),
);

describe('stockout risk', () => {
  it('equals the tail and the loss of the distribution', () => {
    fc.assert(
      fc.property(units, means, sizes, (x, mean, size) => {
        stockoutRisk(x, mean, size, risk);
        expect(Math.abs(risk[0] - negativeBinomialSf(x, mean, size))).toBeLessThan(1e-9);
        expect(Math.abs(risk[1] - negativeBinomialLoss(x, mean, size))).toBeLessThan(
          1e-9 * Math.max(1, mean),
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('equals sums over the probabilities, walked out by hand', () => {
    // Mean 2, size 1: geometric with P(k) = (1/3)(2/3)^k.
    for (let x = 0; x < 12; x++) {
      stockoutRisk(x, 2, 1, risk);
      expect(risk[0]).toBeCloseTo((2 / 3) ** (x + 1), 12);
      expect(risk[1]).toBeCloseTo(2 * (2 / 3) ** x, 12);
    }
  });

  it('falls with every unit of stock, the loss by what the tail says', () => {
    fc.assert(
      fc.property(means, sizes, fc.integer({ min: 0, max: 260 }), (mean, size, x) => {
        stockoutRisk(x, mean, size, risk);
        const [tail, loss] = risk;
        stockoutRisk(x + 1, mean, size, risk);
        expect(risk[0]).toBeLessThanOrEqual(tail + 1e-12);
        expect(risk[1]).toBeLessThanOrEqual(loss + 1e-9);
        expect(Math.abs(loss - risk[1] - tail)).toBeLessThan(1e-8 * Math.max(1, mean));
      }),
      { numRuns: 1500 },
    );
  });

  it('is none without demand, whatever the stock', () => {
    for (const mean of [0, Number.NaN, -1]) {
      risk.fill(9);
      stockoutRisk(0, mean, 3, risk);
      expect([...risk]).toEqual([0, 0]);
    }
  });
});
