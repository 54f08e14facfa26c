import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logGamma } from '../../core/base/logGamma.ts';
import {
  leadTimeCdf,
  leadTimeQuantile,
  leadTimeSize,
  leadTimeVariance,
} from '../../core/forecast/leadTimeDemand.ts';
import {
  negativeBinomialCdf,
  negativeBinomialLoss,
  negativeBinomialPmf,
  negativeBinomialQuantile,
  negativeBinomialSf,
} from '../../core/forecast/negativeBinomial.ts';
import { poissonCdf, poissonPmf, poissonQuantile } from '../../core/forecast/poisson.ts';
import { readDemandCsv } from './demandData.ts';

const [header, ...rows] = readDemandCsv('reference-distributions.csv');

describe('reference distributions', () => {
  test.each(
    rows.map((row) => ({ mean: Number(row[0]), size: row[1] === '' ? Infinity : Number(row[1]), row })),
  )('mean $mean, size $size', ({ mean, size, row }) => {
    let compared = 0;
    header.forEach((name, column) => {
      const expected = Number(row[column]);
      const near = (value: number): void => {
        compared++;
        expect(Math.abs(value - expected), name).toBeLessThanOrEqual(1e-9 * Math.max(1, expected));
      };
      if (name === 'p0') near(negativeBinomialPmf(0, mean, size));
      else if (name.startsWith('q')) near(negativeBinomialQuantile(Number(name.slice(1)), mean, size));
      else if (name.startsWith('loss_')) near(negativeBinomialLoss(Number(name.slice(5)), mean, size));
      else if (name.startsWith('cdf_')) near(negativeBinomialCdf(Number(name.slice(4)), mean, size));
    });
    expect(compared).toBe(18);
  });
});

const means = fc.oneof(
  fc.double({ min: 1e-4, max: 20, noNaN: true }),
  fc.double({ min: 20, max: 5e4, noNaN: true }),
);
const sizes = fc.oneof(fc.double({ min: 0.02, max: 50, noNaN: true }), fc.constant(Infinity));
const levels = fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe('negative binomial', () => {
  test('a quantile is the smallest k whose distribution reaches the level', () => {
    fc.assert(
      fc.property(means, sizes, levels, (mean, size, p) => {
        const k = negativeBinomialQuantile(p, mean, size);
        expect(negativeBinomialCdf(k, mean, size)).toBeGreaterThanOrEqual(p - 1e-11);
        if (k > 0) expect(negativeBinomialCdf(k - 1, mean, size)).toBeLessThan(p + 1e-11);
      }),
    );
  });

  test('distribution and its complement add up to one', () => {
    fc.assert(
      fc.property(means, sizes, fc.integer({ min: 0, max: 20_000 }), (mean, size, k) => {
        const sum = negativeBinomialCdf(k, mean, size) + negativeBinomialSf(k, mean, size);
        expect(Math.abs(sum - 1)).toBeLessThan(1e-11);
      }),
    );
  });

  test('steps of the distribution are the probabilities', () => {
    fc.assert(
      fc.property(means, sizes, fc.integer({ min: 1, max: 2000 }), (mean, size, k) => {
        const step = negativeBinomialCdf(k, mean, size) - negativeBinomialCdf(k - 1, mean, size);
        expect(Math.abs(step - negativeBinomialPmf(k, mean, size))).toBeLessThan(1e-11);
      }),
    );
  });

  test('one more unit lowers the expected loss by the chance that it is needed', () => {
    fc.assert(
      fc.property(means, sizes, fc.integer({ min: 0, max: 5000 }), (mean, size, k) => {
        const step = negativeBinomialLoss(k, mean, size) - negativeBinomialLoss(k + 1, mean, size);
        expect(Math.abs(step - negativeBinomialSf(k, mean, size))).toBeLessThan(1e-9 * Math.max(1, mean));
      }),
    );
  });

  test('between whole units the loss is a straight line, below zero it is mean less stock', () => {
    expect(negativeBinomialLoss(2.25, 3, 1.5)).toBeCloseTo(
      0.75 * negativeBinomialLoss(2, 3, 1.5) + 0.25 * negativeBinomialLoss(3, 3, 1.5),
      12,
    );
    expect(negativeBinomialLoss(-2, 3, 1.5)).toBe(5);
  });

  test('a very large size is Poisson', () => {
    for (const k of [0, 1, 4, 9]) {
      expect(negativeBinomialPmf(k, 3.5, 1e12)).toBeCloseTo(poissonPmf(k, 3.5), 11);
      expect(negativeBinomialCdf(k, 3.5, 1e12)).toBeCloseTo(poissonCdf(k, 3.5), 11);
    }
  });

  test('edges are defined', () => {
    expect(negativeBinomialQuantile(0.95, 0, 2)).toBe(0);
    expect(negativeBinomialQuantile(0, 5, 2)).toBe(0);
    expect(negativeBinomialQuantile(1, 5, 2)).toBe(Infinity);
    expect(negativeBinomialCdf(-1, 5, 2)).toBe(0);
    expect(negativeBinomialCdf(Infinity, 5, 2)).toBe(1);
    expect(negativeBinomialLoss(3, 0, 2)).toBe(0);
    expect(poissonQuantile(0.5, 1e6)).toBe(1e6);
  });
});

describe('lead-time demand', () => {
  const demand = { mean: 0.7, dispersionWithin: 0.8, dispersionRate: 0.3 };

  test('its size gives the variance of months that share an uncertain rate', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 24, noNaN: true }),
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 4, noNaN: true }),
        (h, c1, c2, varL) => {
          const mean = 1.7 * h;
          const variance = mean + mean ** 2 / leadTimeSize(h, c1, c2, varL);
          expect(variance).toBeCloseTo(leadTimeVariance(h, 1.7, c1, c2, varL), 8);
        },
      ),
    );
  });

  test('a quantile over three months is less than three monthly quantiles, and the levels hold', () => {
    const month = leadTimeQuantile(0.95, 1, demand);
    const quarter = leadTimeQuantile(0.95, 3, demand);
    expect(quarter).toBeLessThan(3 * month);
    expect(leadTimeCdf(quarter, 3, demand)).toBeGreaterThanOrEqual(0.95);
    expect(leadTimeCdf(quarter - 1, 3, demand)).toBeLessThan(0.95);
  });

  test('an uncertain lead time asks for more, no time for nothing', () => {
    expect(leadTimeQuantile(0.98, 2, demand, 1)).toBeGreaterThan(leadTimeQuantile(0.98, 2, demand));
    expect(leadTimeQuantile(0.98, 0, demand)).toBe(0);
    expect(leadTimeSize(3, 0, 0)).toBe(Infinity);
  });
});

test('log-gamma agrees with factorials and the half-integer value', () => {
  let factorial = 0;
  for (let n = 1; n <= 120; n++) {
    factorial += Math.log(n);
    expect(Math.abs(logGamma(n + 1) - factorial)).toBeLessThan(2e-14 * Math.max(1, factorial));
  }
  expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 14);
});
