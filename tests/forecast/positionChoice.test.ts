import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { accumulatePool, createDemandPool } from '../../core/forecast/demandPool.ts';
import { fitPool } from '../../core/forecast/fitPool.ts';
import { negativeBinomialQuantile } from '../../core/forecast/negativeBinomial.ts';
import {
  addChoiceSums,
  chooseBySegment,
  createChoiceSums,
  judgeRuns,
  quantileLoss,
} from '../../core/forecast/positionChoice.ts';
import { segmentName, segmentOf } from '../../core/forecast/positionMethods.ts';
import { sampleRuns, sampleThreshold, type SampledRun } from '../../core/forecast/positionSample.ts';

const periods = 36;
const count = 640;
const missing = 0xffff;

/** Judged twice, half a year apart, as the plan does. */
function judged(history: Uint16Array) {
  const runs: SampledRun[] = [];
  const groups = new Uint16Array(count);
  sampleRuns(runs, sampleThreshold(count), { history, periods, count, groups, region: 0, first: 0 });
  const origins = [30, 24].map((end) => {
    const before = new Uint16Array(count * end);
    for (let s = 0; s < count; s++) before.set(history.subarray(s * periods, s * periods + end), s * end);
    const pool = createDemandPool({ periods: end, expectedSeries: count });
    accumulatePool(pool, before, count, null, 0);
    return { end, length: 6, fit: fitPool(pool) };
  });
  return { runs, origins };
}

function drawn(seed: string, mean: (row: number, period: number) => number): Uint16Array {
  const random = createRandom(seed);
  return Uint16Array.from({ length: count * periods }, (_, cell) =>
    random.poisson(mean(Math.floor(cell / periods), cell % periods)),
  );
}

describe('the choice by segment', () => {
  test('takes a whole year’s mean where a season tips every shorter memory', () => {
    const season = drawn('season', (_, t) => 40 * (1 + 0.8 * Math.sin((2 * Math.PI * t) / 12)));
    const { runs, origins } = judged(season);
    const choices = chooseBySegment(judgeRuns(runs, periods, origins, null));
    const [fast] = choices.toSorted((a, b) => b.judged - a.judged);
    expect(segmentName(fast.segment)).toBe('smooth, 25 a month and more');
    expect(fast.method).toBe('movingAverage');
    expect(fast.loss).toBeLessThan(fast.pooledLoss);
  });

  test('stays with the pooled forecast where nothing is to be gained, and where little was seen', () => {
    const steady = drawn('steady', (row) => (row < 12 ? 60 : 0.3));
    const { runs, origins } = judged(steady);
    const choices = chooseBySegment(judgeRuns(runs, periods, origins, null));
    expect(choices.length).toBeGreaterThan(1);
    for (const { method, judged: seen } of choices) {
      if (seen < 100) expect(method).toBe('negativeBinomial');
    }
    const slow = choices.find(({ segment }) => segment === segmentOf(3, 0.3));
    expect(slow?.judged).toBeGreaterThan(500);
    expect(slow?.method).toBe('negativeBinomial');
  });

  test('is that of the whole where parts are judged and added', () => {
    const { runs, origins } = judged(drawn('parts', (row) => row / 40));
    const whole = judgeRuns(runs, periods, origins, null);
    const sums = createChoiceSums();
    for (const run of runs) addChoiceSums(sums, judgeRuns([run], periods, origins, null));
    expect(sums.judged).toEqual(whole.judged);
    expect(sums.demand).toEqual(whole.demand);
    whole.loss.forEach((loss, i) => expect(sums.loss[i]).toBeCloseTo(loss, 6));
    const named = chooseBySegment(whole).map(({ segment, method, spread }) => ({ segment, method, spread }));
    expect(named.length).toBeGreaterThan(3);
    expect(chooseBySegment(sums)).toMatchObject(named);
    expect(chooseBySegment(createChoiceSums())).toEqual([]);
  });

  test('weighs quantiles as they are defined, long walks and Poisson included', () => {
    for (const [mean, relative] of [
      [0, 0],
      [0.2, 3],
      [4, 0.5],
      [30, 0],
      [900, 0.4],
      [5_000, 0.01],
    ]) {
      const months = Uint16Array.of(0, 3, missing, 40, 1_000);
      let loss = 0;
      for (let tenth = 1; tenth <= 9; tenth++) {
        const quantile = negativeBinomialQuantile(tenth / 10, mean, relative > 0 ? 1 / relative : Infinity);
        for (const units of months) {
          if (units === missing) continue;
          loss +=
            (2 / 9) * Math.max((tenth / 10) * (units - quantile), (tenth / 10 - 1) * (units - quantile));
        }
      }
      expect(quantileLoss(mean, relative, months, missing)).toBeCloseTo(loss, 8);
    }
  });
});
