import { describe, expect, test } from 'vitest';
import type { DemandSlice } from '../../core/forecast/distributionForecaster.ts';
import {
  cautions,
  cautiousLevels,
  lossAfter,
  plausibleFall,
  worstFallSeen,
} from '../../core/forecast/earnedCaution.ts';
import { fallingAfter, lumpyParts, shortFastMovers, shortLumpyParts, sliceOf } from './demandSets.ts';
import { forecasterOf, judge, judgedLevels } from './forecasting.ts';

describe('falls of demand', () => {
  /** Years of the given demand a month. */
  const years = (...levels: number[]): DemandSlice => {
    const series = Float64Array.from({ length: 12 * levels.length }, (_, t) => levels[Math.floor(t / 12)]);
    return sliceOf([series, series], series.length);
  };

  test('the worst one from year to year is read off the data', () => {
    expect(worstFallSeen(years(4, 3), 12)).toBeCloseTo(0.75, 12);
    expect(worstFallSeen(years(4, 3, 3, 2.4), 6)).toBeCloseTo(0.75, 12);
    expect(worstFallSeen(years(2, 2, 3), 12)).toBe(1);
    expect(worstFallSeen(years(9, 0), 12)).toBe(0);
  });

  test('a season is no fall, and a short history shows none', () => {
    const seasonal = Float64Array.from({ length: 36 }, (_, t) => 1 + (t % 12));
    expect(worstFallSeen(sliceOf([seasonal], 36), 3)).toBe(1);
    expect(worstFallSeen(years(4, 1), 13)).toBe(1);
    expect(worstFallSeen(sliceOf([Float64Array.of(5, 1)], 2), 1)).toBe(1);
  });

  test('months that were not observed are no fall', () => {
    const stopped = Float64Array.from({ length: 24 }, (_, t) => (t < 12 ? 4 : Number.NaN));
    expect(worstFallSeen(sliceOf([stopped, new Float64Array(24).fill(1)], 24), 12)).toBe(1);
  });

  test('the less is gained, the deeper a fall has to be stood', () => {
    const steady = years(2, 2);
    expect(plausibleFall(steady, 3, 0.01)).toBe(0.5);
    expect(plausibleFall(steady, 3, 0.1)).toBeCloseTo(0.75, 12);
    expect(plausibleFall(steady, 3, 0.4)).toBe(1);
    expect(plausibleFall(years(5, 4), 3, 0.4)).toBeCloseTo(0.8, 12);
    expect(plausibleFall(years(5, 1), 3, 0.4)).toBeCloseTo(0.7, 12);
    expect(plausibleFall(years(5, 1), 3, 0.01)).toBe(0.5);
  });

  test('what is staked is lost on the demands that do not come', () => {
    const stake = { loss: 0.95, staked: 0.06, error: 0.02 };
    expect(lossAfter({ ...stake, error: 0 }, 1)).toBe(0.95);
    expect(lossAfter({ ...stake, error: 0 }, 0.5)).toBeCloseTo(1.01, 12);
    expect(lossAfter(stake, 0.5)).toBeGreaterThan(1.01);
    expect(lossAfter({ loss: 1, staked: 0, error: 1 }, 0.2)).toBe(1);
  });
});

describe('cautious levels', () => {
  test('rise with the level, and fall with caution to nothing up to level 0.9', () => {
    for (const caution of cautions) {
      const levels = cautiousLevels(judgedLevels, caution);
      for (let i = 0; i < levels.length; i++) {
        expect(levels[i]).toBeGreaterThanOrEqual(i === 0 ? 0 : levels[i - 1]);
        expect(levels[i]).toBeLessThanOrEqual(judgedLevels[i]);
      }
    }
    expect(Math.max(...cautiousLevels(judgedLevels, 0.1))).toBeCloseTo(0, 12);
  });

  test('the far tail stays', () => {
    expect(cautiousLevels(Float64Array.of(0.99), 0.5)[0]).toBeCloseTo(0.98, 12);
  });
});

/** What the default is held to on data it has not seen: loss against nothing (1), and against the last 12 periods. */
describe('the default on hostile sets', () => {
  /** Of the same history, judged by what comes: as before, and with only a share of the demands. */
  const lossesOf = (series: readonly Float64Array[], end: number, shares: readonly number[]) => {
    const slice = sliceOf(series, end);
    const horizon = slice.periods - end;
    const auto = forecasterOf('auto', slice, horizon).forecaster;
    const last = forecasterOf('historicalQuantiles', slice, horizon).forecaster;
    return shares.map((share) => {
      const came = sliceOf(fallingAfter(series, end, share, 3), end);
      return {
        auto: judge(auto, came, horizon).weightedQuantileLoss ?? 1,
        last: judge(last, came, horizon).weightedQuantileLoss ?? 1,
      };
    });
  };

  test.each([
    ['84 months of lumpy parts', lumpyParts(800, 84, 21), 72],
    ['a year and a half of lumpy parts', shortLumpyParts(800, 24, 2), 18],
  ])('%s, of which all, most or half comes', (_name, series, end) => {
    for (const { auto, last } of lossesOf(series, end, [1, 0.7, 0.5])) {
      expect(auto).toBeLessThan(1.005);
      expect(auto).toBeLessThan(last);
    }
  });

  test('fast movers are forecast better than by their last 12 periods', () => {
    for (const end of [12, 18]) {
      let own = 0;
      let yardstick = 0;
      for (const seed of [1, 2, 3]) {
        const [{ auto, last }] = lossesOf(shortFastMovers(250, 24, seed), end, [1]);
        own += auto;
        yardstick += last;
      }
      expect(own).toBeLessThan(0.99 * yardstick);
    }
  });
});
