import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { demandClasses } from '../../core/forecast/demandClass.ts';
import { accumulatePool, createDemandPool, mergePool } from '../../core/forecast/demandPool.ts';
import { fitPool } from '../../core/forecast/fitPool.ts';
import { forecastBlock, type PooledForecastColumns } from '../../core/forecast/pooledNegativeBinomial.ts';
import { carParts, packWhole } from './demandData.ts';

function columns(count: number): PooledForecastColumns {
  return {
    mean: new Float32Array(count),
    dispersionWithin: new Float32Array(count),
    dispersionRate: new Float32Array(count),
    demandClass: new Uint8Array(count),
    lastDemandAge: new Uint8Array(count),
  };
}

const periods = 39;
const parts = carParts();
const packed = packWhole(parts, periods);
const groups = Uint16Array.from(parts, (_, i) => i % 7);

function fitted() {
  const pool = createDemandPool({ periods, groupCount: 7, expectedSeries: parts.length });
  accumulatePool(pool, packed, parts.length, groups, 0);
  return fitPool(pool);
}

describe('pooled negative binomial', () => {
  const fit = fitted();

  function forecastOne(values: readonly number[]): { mean: number; age: number; kind: string } {
    const out = columns(1);
    forecastBlock(Uint16Array.from(values), values.length, 1, null, fit, out, 0);
    return { mean: out.mean[0], age: out.lastDemandAge[0], kind: demandClasses[out.demandClass[0]] };
  }

  test('the same series give the same bits whole, in blocks, and from merged pools', () => {
    const whole = columns(parts.length);
    forecastBlock(packed, periods, parts.length, groups, fit, whole, 0);
    const options = { periods, groupCount: 7, expectedSeries: parts.length, sampleSize: 900 };
    const alone = createDemandPool(options);
    accumulatePool(alone, packed, parts.length, groups, 0);
    const pools = [createDemandPool(options), createDemandPool(options)];
    const cut = columns(parts.length);
    for (let from = 0, b = 0; from < parts.length; from += 500, b++) {
      const count = Math.min(500, parts.length - from);
      const block = packed.slice(from * periods, (from + count) * periods);
      const blockGroups = groups.slice(from, from + count);
      accumulatePool(pools[b % 2], block, count, blockGroups, from);
      forecastBlock(block, periods, count, blockGroups, fit, cut, from);
    }
    mergePool(pools[1], pools[0]);
    expect(pools[1].sampled.length).toBeGreaterThan(600);
    expect(pools[1].sampled.length).toBeLessThan(1200);
    expect(fitPool(pools[1])).toEqual(fitPool(alone));
    expect(cut).toEqual(whole);
  });

  test('forecasts of the car parts are near their last year in sum', () => {
    const out = columns(parts.length);
    forecastBlock(packed, periods, parts.length, groups, fit, out, 0);
    let forecast = 0;
    let recent = 0;
    parts.forEach((values, i) => {
      if (Number.isNaN(values[periods - 1])) return;
      forecast += out.mean[i];
      for (let t = periods - 12; t < periods; t++) recent += values[t] / 12;
    });
    expect(forecast / recent).toBeGreaterThan(0.85);
    expect(forecast / recent).toBeLessThan(1.15);
  });

  test('a stopped series fades month by month and ends', () => {
    let last = Infinity;
    for (let idle = 0; idle <= 30; idle++) {
      const values = Array.from({ length: 60 }, (_, t) => (t < 60 - idle && t % 2 === 0 ? 3 : 0));
      const { mean } = forecastOne(values);
      if (idle % 2 === 0 && idle > 0) expect(mean).toBeLessThanOrEqual(last);
      if (idle % 2 === 0) last = mean;
    }
    expect(last).toBe(0);
  });

  test('the same silence says less of a slow mover', () => {
    const slow = Array.from({ length: 60 }, (_, t) => (t < 51 && t % 10 === 0 ? 3 : 0));
    const fast = Array.from({ length: 60 }, (_, t) => (t < 51 ? 1 : 0));
    expect(forecastOne(slow).mean).toBeGreaterThan(0.1);
    expect(forecastOne(fast).mean).toBe(0);
  });

  test('a series not observed for half a year has ended; a shorter gap goes on', () => {
    const busy = Array.from({ length: 24 }, (_, t) => 1 + (t % 3));
    const gap = (months: number) => [...busy, ...Array.from({ length: months }, () => 0xffff)];
    expect(forecastOne(gap(6)).mean).toBe(0);
    expect(forecastOne(gap(3)).mean).toBeCloseTo(forecastOne(busy).mean, 6);
    expect(forecastOne(gap(3)).age).toBe(3);
  });

  test('a series that was never observed starts from its group', () => {
    const out = columns(2);
    const unseen = new Uint16Array(2 * periods).fill(0xffff);
    forecastBlock(unseen, periods, 2, Uint16Array.of(2, 5), fit, out, 0);
    expect(out.mean[0]).toBeCloseTo(fit.groupMean[2], 6);
    expect(out.mean[1]).toBeCloseTo(fit.groupMean[5], 6);
    expect([...out.lastDemandAge]).toEqual([255, 255]);
  });

  test('demand class and age', () => {
    expect(forecastOne([1, 1, 1, 2, 1, 1])).toMatchObject({ kind: 'smooth', age: 0 });
    expect(forecastOne([0, 0, 3, 0, 0, 3, 0])).toMatchObject({ kind: 'intermittent', age: 1 });
    expect(forecastOne([1, 9, 1, 1, 14, 1])).toMatchObject({ kind: 'erratic' });
    expect(forecastOne([0, 0, 1, 0, 0, 30, 0, 0])).toMatchObject({ kind: 'lumpy', age: 2 });
    expect(forecastOne([0, 0, 0])).toMatchObject({ kind: 'none', age: 255 });
  });

  test('finite and not negative whatever the cells', () => {
    const cell = fc.oneof(
      { weight: 4, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constant(0xffff) },
      fc.integer({ min: 1, max: 0xfffe }),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 90 }), (values) => {
        const out = columns(1);
        forecastBlock(Uint16Array.from(values), values.length, 1, null, fit, out, 0);
        for (const value of [out.mean[0], out.dispersionWithin[0], out.dispersionRate[0]]) {
          expect(Number.isFinite(value) && value >= 0).toBe(true);
        }
      }),
    );
  });
});

describe('fitting a pool', () => {
  test('pools too small or too short to judge still give a finite fit', () => {
    for (const length of [1, 3, 8, 20]) {
      const pool = createDemandPool({ periods: length, expectedSeries: 2 });
      accumulatePool(pool, new Uint16Array(2 * length).fill(1), 2, null, 0);
      const fit = fitPool(pool);
      const out = columns(2);
      forecastBlock(new Uint16Array(2 * length).fill(1), length, 2, null, fit, out, 0);
      expect(out.mean[0]).toBeCloseTo(1, 6);
    }
  });

  test('a pool without any demand forecasts none', () => {
    const pool = createDemandPool({ periods: 24, expectedSeries: 5 });
    accumulatePool(pool, new Uint16Array(5 * 24), 5, null, 0);
    const out = columns(5);
    forecastBlock(new Uint16Array(5 * 24), 24, 5, null, fitPool(pool), out, 0);
    expect([...out.mean]).toEqual([0, 0, 0, 0, 0]);
  });

  test('steady fast movers are hardly pooled, brief slow ones much', () => {
    const random = createRandom(11);
    const make = (count: number, length: number, rate: () => number): Uint16Array => {
      const cells = new Uint16Array(count * length);
      for (let s = 0; s < count; s++) {
        const mean = rate();
        for (let t = 0; t < length; t++) cells[s * length + t] = random.poisson(mean);
      }
      return cells;
    };
    const share = (cells: Uint16Array, count: number, length: number): number => {
      const pool = createDemandPool({ periods: length, expectedSeries: count });
      accumulatePool(pool, cells, count, null, 0);
      const fit = fitPool(pool);
      const exposure = fit.discount < 1 ? 1 / (1 - fit.discount) : length;
      const prior = fit.priorShape / fit.groupMean[0];
      return prior / (prior + exposure);
    };
    const fast = share(
      make(400, 30, () => random.gamma(1, 60)),
      400,
      30,
    );
    const slow = share(
      make(800, 30, () => random.gamma(20, 0.005)),
      800,
      30,
    );
    expect(fast).toBeLessThan(0.05);
    expect(slow).toBeGreaterThan(0.4);
  });
});
