import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { demandQuantiles } from '../../core/forecast/demandShape.ts';
import { negativeBinomialCdf, negativeBinomialPmf } from '../../core/forecast/negativeBinomial.ts';

const levels = Float64Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

function quantilesOf(mean: number, size: number, sizes: readonly number[], trust: number): number[] {
  const quantiles = new Float64Array(levels.length);
  demandQuantiles(mean, size, Float64Array.from(sizes).toSorted(), trust, levels, quantiles);
  return [...quantiles];
}

test('the smallest value whose mixed distribution reaches the level', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 });
  const means = fc.double({ min: 0.02, max: 80, noNaN: true });
  const spreads = fc.double({ min: 0.02, max: 20, noNaN: true });
  fc.assert(
    fc.property(means, spreads, sizes, fc.constantFrom(1, 3, 10), (mean, size, own, trust) => {
      const zero = negativeBinomialPmf(0, mean, size);
      const reached = (value: number): number => {
        const law = (negativeBinomialCdf(value, mean, size) - zero) / (1 - zero);
        const below = own.filter((one) => one <= value).length;
        return zero + ((1 - zero) * (below + trust * law)) / (own.length + trust);
      };
      quantilesOf(mean, size, own, trust).forEach((quantile, q) => {
        if (quantile === 0) {
          expect(zero).toBeGreaterThanOrEqual(levels[q] - 1e-9);
          return;
        }
        expect(reached(quantile)).toBeGreaterThanOrEqual(levels[q] - 1e-9);
        if (quantile > 1) expect(reached(quantile - 1)).toBeLessThan(levels[q] + 1e-9);
      });
    }),
  );
});

test('own sizes in packs of a dozen show in the quantiles', () => {
  const packs = [12, 12, 12, 24, 12, 36, 12, 12, 24, 12];
  const quantiles = quantilesOf(3, 0.08, packs, 3);
  expect(quantiles.filter((quantile) => quantile > 0).some((quantile) => quantile % 12 === 0)).toBe(true);
});

test('without own sizes, or with boundless trust, it is the negative binomial', () => {
  expect(quantilesOf(3, 0.5, [], 3)).toEqual(quantilesOf(3, 0.5, [40, 50], Infinity));
});
