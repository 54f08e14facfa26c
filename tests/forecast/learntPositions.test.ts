import { describe, expect, test } from 'vitest';
import { accumulatePool, createDemandPool } from '../../core/forecast/demandPool.ts';
import { fitPool } from '../../core/forecast/fitPool.ts';
import { createLearntPositions, learnPositions } from '../../core/forecast/learntPositions.ts';
import {
  runLength,
  sampleRuns,
  sampleThreshold,
  type SampledRun,
} from '../../core/forecast/positionSample.ts';
import { packWhole } from './demandData.ts';
import { dyingParts } from './demandSets.ts';
import { drained } from '../../core/base/drained.ts';

const periods = 30;
const count = 600;
const series = dyingParts(count, periods, 8);
const history = packWhole(series, periods);
const groups = Uint16Array.from(series, (_, s) => s % 5);
const pool = createDemandPool({ periods, groupCount: 5, expectedSeries: count });
accumulatePool(pool, history, count, groups, 0);
const fit = fitPool(pool);

function sampled(wanted: number): SampledRun[] {
  const runs: SampledRun[] = [];
  sampleRuns(runs, sampleThreshold(count, wanted), { history, periods, count, groups, region: 0, first: 0 });
  return runs;
}

describe('learnt positions', () => {
  const model = drained(learnPositions(sampled(count), periods, periods, 6, fit));
  const forecast = createLearntPositions(model, fit);
  const all = new Uint8Array(count).fill(1);

  function forecastRows(from: number, to: number, wanted: Uint8Array) {
    const mean = new Float64Array(to - from);
    const size = new Float64Array(to - from);
    forecast({ cells: history, periods, rows: count, groups, from, to }, wanted, mean, size);
    return { mean, size };
  }
  const whole = forecastRows(0, count, all);

  test('a smaller sample keeps whole runs', () => {
    const runs = sampled(300);
    const kept = runs.reduce((sum, run) => sum + run.cells.length / periods, 0);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(count);
    for (const { first, cells } of runs) {
      expect(first % runLength).toBe(0);
      expect(cells).toEqual(history.slice(first * periods, first * periods + cells.length));
    }
  });

  test('a location cut into blocks anywhere gives the same bits, neighbours over the cuts included', () => {
    for (const cuts of [
      [0, 7, 250, 251, 600],
      [0, 128, 256, 384, 512, 600],
    ]) {
      for (let c = 1; c < cuts.length; c++) {
        const part = forecastRows(cuts[c - 1], cuts[c], all);
        expect(part.mean).toEqual(whole.mean.slice(cuts[c - 1], cuts[c]));
        expect(part.size).toEqual(whole.size.slice(cuts[c - 1], cuts[c]));
      }
    }
  });

  test('rows that are not wanted are left alone and change nothing for the others', () => {
    const wanted = Uint8Array.from({ length: count }, (_, row) => (row % 3 === 0 || row > 500 ? 1 : 0));
    const some = forecastRows(0, count, wanted);
    for (let row = 0; row < count; row++) {
      expect(some.mean[row]).toBe(wanted[row] === 1 ? whole.mean[row] : 0);
      expect(some.size[row]).toBe(wanted[row] === 1 ? whole.size[row] : 0);
    }
  });

  test('means and sizes are finite and above zero, and their sum is below that of the last months', () => {
    let sum = 0;
    let recent = 0;
    series.forEach((own, s) => {
      expect(whole.mean[s] > 0 && Number.isFinite(whole.mean[s])).toBe(true);
      expect(whole.size[s] > 0 && Number.isFinite(whole.size[s])).toBe(true);
      sum += whole.mean[s];
      for (let t = periods - 6; t < periods; t++) recent += own[t] / 6;
    });
    // A sixth of the parts that lived in these months will die in the next six.
    expect(sum / recent).toBeGreaterThan(0.5);
    expect(sum / recent).toBeLessThan(1);
  });
});
