import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { seasonalIndex, withoutSeason } from '../../core/forecast/seasonalIndex.ts';
import { seasonalMovers, shortFastMovers, sliceOf } from './demandSets.ts';
import { forecasterOf, judge } from './forecasting.ts';

describe('the season that series share', () => {
  const factors = [0.5, 0.7, 1, 1.3, 1.6, 1.5, 1.2, 1, 0.9, 0.8, 0.75, 0.75];
  const series = [3, 40, 7, 1000].map((level) =>
    Float64Array.from({ length: 40 }, (_, t) => level * factors[t % 12]),
  );

  test('is found whatever the place in the season that the history ends at', () => {
    for (const end of [24, 27, 36, 40]) {
      const { values } = sliceOf(series, 40);
      const index = seasonalIndex(values, 40, series.length, end, 12);
      index?.forEach((factor, p) => expect(factor).toBeCloseTo(factors[p], 10));
      expect(index).not.toBeNull();
    }
  });

  test('taken out leaves the level', () => {
    const { values } = sliceOf(series, 40);
    const index = seasonalIndex(values, 40, series.length, 40, 12);
    if (index === null) throw new Error('no season was found');
    const level = withoutSeason(values, 40, index);
    [3, 40, 7, 1000].forEach((expected, s) => {
      for (let t = 0; t < 40; t++) expect(level[s * 40 + t] / expected).toBeCloseTo(1, 10);
    });
  });

  test('of noise is near none', () => {
    const random = createRandom('noise');
    const noise = Array.from({ length: 30 }, () =>
      Float64Array.from({ length: 48 }, () => random.poisson(4)),
    );
    const index = seasonalIndex(sliceOf(noise, 48).values, 48, 30, 48, 12);
    index?.forEach((factor) => expect(Math.abs(factor - 1)).toBeLessThan(0.06));
  });

  test('needs two whole seasons, and some demand', () => {
    const { values } = sliceOf(series, 40);
    expect(seasonalIndex(values, 40, series.length, 23, 12)).toBeNull();
    expect(seasonalIndex(new Float64Array(200), 40, 5, 40, 12)).toBeNull();
    expect(seasonalIndex(values, 40, series.length, 40, 1)).toBeNull();
  });
});

describe('the default method', () => {
  test('takes a strong season into account', () => {
    const slice = sliceOf(seasonalMovers(100, 48, 1), 36);
    const { forecaster } = forecasterOf('auto', slice, 12);
    expect(forecaster.methodOf(0)).toMatch(/Seasonal$/u);
    const own = judge(forecasterOf('historicalQuantiles', slice, 12).forecaster, slice, 12);
    const auto = judge(forecaster, slice, 12);
    expect(auto.weightedQuantileLoss).toBeLessThan(0.85 * (own.weightedQuantileLoss ?? 0));
    expect(auto.coverageErrorPoints).toBeLessThan(3);
  });

  test('leaves it out where there is too little history to see one', () => {
    const slice = sliceOf(shortFastMovers(60, 24, 3), 20);
    expect(forecasterOf('auto', slice, 4).forecaster.methodOf(0)).not.toMatch(/Seasonal$/u);
  });
});
