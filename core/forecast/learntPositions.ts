/**
 * The learnt model for the positions of a network, which are too many for a table: a sample of runs of neighbouring
 * series is kept while blocks pass by, the model is learnt and chosen on the sample, and then forecasts block after
 * block into the same columns as the pooled one (mean a month and two dispersions). Which runs are sampled depends on
 * their first series' number alone: the same network gives the same bits however many workers read it, as long as
 * blocks are cut at the same places. About 8 µs a series to forecast; learning costs what the sample costs.
 */
import { createAutoForecaster } from './autoForecaster.ts';
import { hashIndex } from './demandPool.ts';
import type { DemandSlice } from './distributionForecaster.ts';
import type { ForecastProgress } from './forecasterCreation.ts';
import { applyGlobalModel } from './globalModel.ts';
import { defaultSettings } from './methods.ts';
import { type LearntForecast, parseModelFile } from './modelFile.ts';
import { forecastBlock, type PooledForecastColumns, type PoolFit } from './pooledNegativeBinomial.ts';

/** Series in a run: long enough that most neighbours of a series are its real ones. */
const runLength = 128;

export interface PositionSample {
  readonly periods: number;
  readonly groupCount: number;
  /** A run is sampled when the hash of its first series' number is below this. */
  readonly threshold: number;
  readonly runs: SampledRun[];
}

interface SampledRun {
  readonly first: number;
  readonly cells: Uint16Array;
  readonly groups: Uint16Array | null;
}

export function createPositionSample(options: {
  readonly periods: number;
  readonly groupCount?: number;
  readonly expectedSeries: number;
  readonly sampleSize?: number;
}): PositionSample {
  const { periods, groupCount = 1, expectedSeries, sampleSize = 12_000 } = options;
  const share = Math.min(1, sampleSize / Math.max(1, expectedSeries));
  return { periods, groupCount, threshold: share * 4294967296, runs: [] };
}

/** Offers the `count` series of a block, numbered from `firstSeries` on. */
export function samplePositions(
  sample: PositionSample,
  history: Uint16Array,
  count: number,
  groups: Uint16Array | null,
  firstSeries: number,
): void {
  const { periods } = sample;
  for (let from = 0; from < count; from += runLength) {
    const first = firstSeries + from;
    if (hashIndex(first) >= sample.threshold) continue;
    const to = Math.min(count, from + runLength);
    sample.runs.push({
      first,
      cells: history.slice(from * periods, to * periods),
      groups: groups === null ? null : groups.slice(from, to),
    });
  }
}

/** Learns and chooses on the sample; returns the text of a model file. `horizon` in months. */
export function* learnPositions(
  sample: PositionSample,
  horizon: number,
): Generator<ForecastProgress, string> {
  const slice = sampleSlice(sample);
  const created = yield* createAutoForecaster(slice, {
    horizon,
    settings: defaultSettings,
    allowSeason: false,
    model: null,
    modelFile: '',
  });
  if (created.model === null) throw new Error('learning gave no model');
  return created.model;
}

/** Forecasts blocks of positions with a learnt model. `fit` is the network's pool: its group means are used. */
export function createPositionForecaster(
  modelText: string,
  modelFile: string,
  fit: PoolFit,
): (
  history: Uint16Array,
  periods: number,
  count: number,
  groups: Uint16Array | null,
  out: PooledForecastColumns,
  outOffset: number,
) => void {
  const learnt: LearntForecast = parseModelFile(modelText, modelFile);
  const own: PoolFit = { ...learnt.pool, groupMean: fit.groupMean, groupActive: fit.groupActive };
  const { global } = learnt;
  const share = learnt.choice.form === 'distribution' ? learnt.choice.learntShare : 0;
  let cells = new Float64Array(0);
  let mean = new Float64Array(0);
  let size = new Float64Array(0);
  return (history, periods, count, groups, out, outOffset) => {
    forecastBlock(history, periods, count, groups, own, out, outOffset);
    if (global === null || share === 0 || count === 0) return;
    if (cells.length < count * periods) {
      cells = new Float64Array(count * periods);
      mean = new Float64Array(count);
      size = new Float64Array(count);
    }
    for (let i = 0; i < count * periods; i++) cells[i] = history[i] === 0xffff ? Number.NaN : history[i];
    const table = {
      cells,
      stride: periods,
      count,
      groups,
      groupCount: own.groupMean.length,
      season: defaultSettings.season,
    };
    applyGlobalModel(global, table, periods, 0, count, own, mean, size);
    for (let s = 0; s < count; s++) {
      const at = outOffset + s;
      // A mean of zero is a series that has ended, whatever the trees say.
      if (out.mean[at] === 0) continue;
      const pooledRelative = out.dispersionWithin[at] + out.dispersionRate[at];
      const relative = size[s] ** -share * pooledRelative ** (1 - share);
      const within = pooledRelative > 0 ? out.dispersionWithin[at] / pooledRelative : 1;
      out.mean[at] = share * mean[s] + (1 - share) * out.mean[at];
      out.dispersionWithin[at] = within * relative;
      out.dispersionRate[at] = (1 - within) * relative;
    }
  };
}

function sampleSlice(sample: PositionSample): DemandSlice {
  const { periods, groupCount } = sample;
  const runs = sample.runs.toSorted((a, b) => a.first - b.first);
  const count = runs.reduce((sum, run) => sum + run.cells.length / periods, 0);
  const values = new Float64Array(count * periods);
  const groups = new Uint16Array(count);
  let at = 0;
  for (const run of runs) {
    for (let i = 0; i < run.cells.length; i++) {
      values[at * periods + i] = run.cells[i] === 0xffff ? Number.NaN : run.cells[i];
    }
    if (run.groups !== null) groups.set(run.groups, at);
    at += run.cells.length / periods;
  }
  return {
    values,
    periods,
    count,
    end: periods,
    groups: groupCount > 1 ? groups : null,
    groupCount,
    season: defaultSettings.season,
    unit: 1,
  };
}
