import { describe, expect, test } from 'vitest';
import { accumulatePool, createDemandPool } from '../../core/forecast/demandPool.ts';
import { fitPool } from '../../core/forecast/fitPool.ts';
import {
  createPositionForecaster,
  createPositionSample,
  learnPositions,
  samplePositions,
} from '../../core/forecast/learntPositions.ts';
import type { PooledForecastColumns } from '../../core/forecast/pooledNegativeBinomial.ts';
import { packWhole } from './demandData.ts';
import { dyingParts } from './demandSets.ts';
import { drain } from './drain.ts';

const periods = 30;
const series = dyingParts(600, periods, 8);
const history = packWhole(series, periods);
const groups = Uint16Array.from(series, (_, s) => s % 5);
const blocks = [
  [0, 250],
  [250, 400],
  [400, 600],
] as const;

function columns(count: number): PooledForecastColumns {
  return {
    mean: new Float32Array(count),
    dispersionWithin: new Float32Array(count),
    dispersionRate: new Float32Array(count),
    demandClass: new Uint8Array(count),
    lastDemandAge: new Uint8Array(count),
  };
}

function sampled(order: readonly number[], sampleSize: number) {
  const sample = createPositionSample({ periods, groupCount: 5, expectedSeries: 600, sampleSize });
  for (const b of order) {
    const [from, to] = blocks[b];
    const part = history.slice(from * periods, to * periods);
    samplePositions(sample, part, to - from, groups.slice(from, to), from);
  }
  return sample;
}

describe('learnt positions', () => {
  const pool = createDemandPool({ periods, groupCount: 5, expectedSeries: 600 });
  accumulatePool(pool, history, 600, groups, 0);
  const fit = fitPool(pool);
  const model = drain(learnPositions(sampled([0, 1, 2], 600), 6));

  test('blocks in any order give the same model', () => {
    expect(drain(learnPositions(sampled([2, 0, 1], 600), 6))).toBe(model);
  });

  test('a smaller sample keeps whole runs', () => {
    const { runs } = sampled([0, 1, 2], 300);
    const kept = runs.reduce((sum, run) => sum + run.cells.length / periods, 0);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(600);
  });

  test('columns are finite, ended parts stay ended, the sum is somewhat below that of the last months', () => {
    const forecast = createPositionForecaster(model, 'm.json', fit);
    const out = columns(600);
    for (const [from, to] of blocks) {
      const part = history.slice(from * periods, to * periods);
      forecast(part, periods, to - from, groups.slice(from, to), out, from);
    }
    let sum = 0;
    let recent = 0;
    series.forEach((own, s) => {
      for (const value of [out.mean[s], out.dispersionWithin[s], out.dispersionRate[s]]) {
        expect(Number.isFinite(value) && value >= 0).toBe(true);
      }
      sum += out.mean[s];
      for (let t = periods - 6; t < periods; t++) recent += own[t] / 6;
      const last = own.findLastIndex((value) => value > 0);
      if (own.filter((value) => value > 0).length > 8 && last < 12) expect(out.mean[s]).toBe(0);
    });
    // A sixth of the parts that lived in these months will die in the next six: the forecast is below the past.
    expect(sum / recent).toBeGreaterThan(0.5);
    expect(sum / recent).toBeLessThan(1);
  });

  test('a model without trees is the pooled forecast', () => {
    const json = JSON.parse(model) as Record<string, unknown>;
    const plain = createPositionForecaster(JSON.stringify({ ...json, global: null }), 'm.json', fit);
    const out = columns(250);
    plain(history.slice(0, 250 * periods), periods, 250, groups.slice(0, 250), out, 0);
    expect(out.mean.some((mean) => mean > 0)).toBe(true);
  });
});
