/**
 * The default forecast: the learnt model, the pooled negative binomial, or a blend of both, with or without the
 * series' own sizes, whichever had the least quantile loss on periods held back before the origin; for the whole table,
 * and for a demand class where that pays clearly. The simplest candidates (last periods' quantiles, nothing) are among
 * them, so that a model that does not serve this data is not used on it. Everything is decided on the data at hand; a
 * model file carries what was learnt and decided to the next run.
 */
import { demandPattern } from './demandClass.ts';
import { demandQuantiles } from './demandShape.ts';
import type { DemandSlice, DistributionForecaster } from './distributionForecaster.ts';
import type { CreatedForecaster, ForecasterOptions, ForecastProgress } from './forecasterCreation.ts';
import { applyGlobalModel, poolFitAt, trainGlobalModel } from './globalModel.ts';
import { createHistoricalQuantiles } from './historicalQuantiles.ts';
import { type Choice, type LearntForecast, parseModelFile, writeModelFile } from './modelFile.ts';
import { fitPooledSlice, wholeCells } from './pooledForecaster.ts';
import {
  chanceAlive,
  discountWeights,
  endedAfter,
  endedBelow,
  type PoolFit,
  seriesForecast,
  seriesState,
  slot,
} from './pooledNegativeBinomial.ts';
import { chooseByHeldBackLoss } from './heldBackChoice.ts';

/** Series and cells with demand that a model can be learnt from; below, the pooled forecast serves. */
const leastSeries = 20;
const leastActiveCells = 300;
const leastPeriods = 6;
const blockSize = 2048;

/** Used where there is too little to decide on. */
const pooledChoice: Choice = { learntShare: 0, trust: Infinity, form: 'distribution' };

export function* createAutoForecaster(
  slice: DemandSlice,
  options: ForecasterOptions,
): Generator<ForecastProgress, CreatedForecaster> {
  if (options.model !== null) {
    const known = parseModelFile(options.model, options.modelFile);
    return { forecaster: yield* prepare(slice, known, null), model: null };
  }
  const cells = wholeCells(slice);
  if (!isEnough(slice, cells)) {
    const fit = fitPooledSlice(slice).fit;
    const learnt: LearntForecast = { pool: fit, global: null, choice: pooledChoice, classChoices: {} };
    return { forecaster: yield* prepare(slice, learnt, fit), model: writeModelFile(learnt) };
  }
  const heldBack = Math.min(options.horizon, slice.season, Math.floor(slice.end / 3));
  const earlier: DemandSlice = { ...slice, end: slice.end - heldBack };
  const trial = yield* learn(earlier, heldBack, 'learn without the last periods', 0);
  const candidates = yield* createCandidates(earlier, trial.learnt, trial.fit);
  const chosen = yield* chooseByHeldBackLoss(slice, earlier.end, candidates);
  const { learnt, fit } = yield* learn(slice, options.horizon, 'learn from all periods', 0.5);
  const final: LearntForecast = { ...learnt, ...chosen };
  return { forecaster: yield* prepare(slice, final, fit), model: writeModelFile(final) };
}

function isEnough(slice: DemandSlice, cells: Float64Array): boolean {
  if (slice.count < leastSeries || slice.end < leastPeriods) return false;
  let active = 0;
  for (const value of cells) if (value > 0 && ++active >= leastActiveCells) return true;
  return false;
}

function* learn(
  slice: DemandSlice,
  horizon: number,
  step: string,
  from: number,
): Generator<ForecastProgress, { learnt: LearntForecast; fit: PoolFit }> {
  yield { step, done: from };
  const { cells, fit } = fitPooledSlice(slice);
  const table = cellTable(slice, cells);
  const training = trainGlobalModel(table, slice.end, horizon, fit);
  let state = training.next();
  while (state.done !== true) {
    yield { step, done: from + 0.4 * state.value };
    state = training.next();
  }
  return { learnt: { pool: fit, global: state.value, choice: pooledChoice, classChoices: {} }, fit };
}

function cellTable(slice: DemandSlice, cells: Float64Array) {
  const { count, end, groups, groupCount, season } = slice;
  return { cells, stride: end, count, groups, groupCount, season };
}

/** Every candidate as a forecaster of the same slice; the means and sizes behind them are worked out once. */
function* createCandidates(
  slice: DemandSlice,
  learnt: LearntForecast,
  fit: PoolFit,
): Generator<ForecastProgress, (choice: Choice) => DistributionForecaster> {
  const sources = yield* createSources(slice, learnt, fit);
  return (choice) => createBlend(slice, sources, () => choice);
}

function* prepare(
  slice: DemandSlice,
  learnt: LearntForecast,
  fit: PoolFit | null,
): Generator<ForecastProgress, DistributionForecaster> {
  const sources = yield* createSources(slice, learnt, fit);
  return createBlend(slice, sources, (series) => {
    const { start, end } = sources.range(series);
    const own = learnt.classChoices[demandPattern(sources.cells, start, end).demandClass];
    return own ?? learnt.choice;
  });
}

interface Sources {
  readonly cells: Float64Array;
  readonly range: (series: number) => { start: number; end: number };
  readonly learnt: { readonly mean: Float64Array; readonly size: Float64Array } | null;
  /** Fills mean and size of the pooled forecast; mean 0 is a series that has ended. */
  readonly pooled: (series: number, into: Float64Array) => void;
}

function* createSources(
  slice: DemandSlice,
  learnt: LearntForecast,
  known: PoolFit | null,
): Generator<ForecastProgress, Sources> {
  const cells = wholeCells(slice);
  const table = cellTable(slice, cells);
  const fit = known ?? poolFitAt(learnt.pool, table, slice.end);
  let learntColumns: Sources['learnt'] = null;
  if (learnt.global !== null) {
    const mean = new Float64Array(slice.count);
    const size = new Float64Array(slice.count);
    for (let from = 0; from < slice.count; from += blockSize) {
      const to = Math.min(slice.count, from + blockSize);
      applyGlobalModel(learnt.global, table, slice.end, from, to, fit, mean, size);
      yield { step: 'forecast', done: 0.9 + (0.1 * to) / slice.count };
    }
    learntColumns = { mean, size };
  }
  const weights = discountWeights(fit.discount, slice.end);
  const state = new Float64Array(slot.length);
  return {
    cells,
    range: (series) => ({ start: series * slice.end, end: (series + 1) * slice.end }),
    learnt: learntColumns,
    pooled(series, into) {
      const group = slice.groups === null ? 0 : slice.groups[series];
      seriesState(cells, series * slice.end, (series + 1) * slice.end, Number.NaN, weights, state);
      seriesForecast(state, fit, fit.groupMean[group], fit.groupActive[group]);
      const relative = state[slot.within] + state[slot.rate];
      const ended =
        state[slot.unobserved] >= endedAfter ||
        chanceAlive(state, fit.deathHazard, fit.groupActive[group]) <= endedBelow;
      into[0] = ended ? 0 : state[slot.mean];
      into[1] = relative > 0 ? 1 / relative : Infinity;
    },
  };
}

function createBlend(
  slice: DemandSlice,
  sources: Sources,
  choiceOf: (series: number) => Choice,
): DistributionForecaster {
  const { unit } = slice;
  const perUnit = Math.round(1 / unit);
  const historical = createHistoricalQuantiles(slice);
  const pooled = new Float64Array(2);
  return {
    methodOf: (series) => choiceName(choiceOf(series)),
    forecast(series, levels, mean, quantiles) {
      const choice = choiceOf(series);
      sources.pooled(series, pooled);
      if (pooled[0] === 0) {
        mean.fill(0);
        quantiles.fill(0);
        return;
      }
      const { learnt } = sources;
      const share = learnt === null ? 0 : choice.learntShare;
      let average = pooled[0];
      let size = pooled[1];
      if (learnt !== null && share > 0) {
        average = share * learnt.mean[series] + (1 - share) * average;
        size = learnt.size[series] ** share * Math.min(1e4, size) ** (1 - share);
      }
      if (choice.form === 'history') {
        historical.forecast(series, levels, mean, quantiles);
        return;
      }
      mean.fill(average * unit);
      if (choice.form === 'zero') {
        quantiles.fill(0);
        return;
      }
      const sizes = choice.trust === Infinity ? noSizes : ownSizes(sources, series);
      demandQuantiles(average, size, sizes, choice.trust, levels, quantiles);
      for (let q = 0; q < levels.length; q++) quantiles[q] /= perUnit;
      for (let h = 1; h < mean.length; h++) quantiles.copyWithin(h * levels.length, 0, levels.length);
    },
  };
}

const noSizes = new Float64Array(0);

function ownSizes(sources: Sources, series: number): Float64Array {
  const { start, end } = sources.range(series);
  return sources.cells
    .subarray(start, end)
    .filter((value) => value > 0)
    .toSorted();
}

function choiceName(choice: Choice): string {
  if (choice.form === 'history') return 'historicalQuantiles';
  if (choice.form === 'zero') return 'zero';
  const base = choice.learntShare === 0 ? 'negativeBinomial' : choice.learntShare === 1 ? 'global' : 'blend';
  return choice.trust === Infinity ? base : `${base}Sizes`;
}
