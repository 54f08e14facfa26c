/**
 * The default forecast: the learnt model, the pooled negative binomial, or a blend of both, with or without the
 * series' own sizes and the season they share, whichever had the least quantile loss on periods held back before the
 * origin; for the whole table, and for a demand class where that pays clearly. The simplest candidates (last periods'
 * quantiles, nothing) are among them, so that a model that does not serve this data is not used on it. Everything is
 * decided on the data at hand; a model file carries what was learnt and decided to the next run.
 */
import { blendedCandidates } from './blendedCandidates.ts';
import {
  blendedLaw,
  type BlendSources,
  cellTable,
  createBlendForecaster,
  createBlendSources,
  seasonedCells,
} from './blendForecaster.ts';
import { demandPattern } from './demandClass.ts';
import type { DemandSlice, DistributionForecaster } from './distributionForecaster.ts';
import {
  type CreatedForecaster,
  type ForecasterOptions,
  type ForecastProgress,
  withProgress,
} from './forecasterCreation.ts';
import { trainGlobalModel } from './globalModel.ts';
import { chooseByHeldBackLoss, type HeldBackChoice, heldBackLoss, judgedSeries } from './heldBackChoice.ts';
import { fitLevelDrift, type HeldBackCell } from './levelDrift.ts';
import { type Choice, type LearntForecast, parseModelFile, writeModelFile } from './modelFile.ts';
import { fitPooledCells } from './pooledForecaster.ts';
import type { PoolFit } from './pooledNegativeBinomial.ts';

/** Series and cells with demand that a model can be learnt from; below, the pooled forecast serves. */
const leastSeries = 20;
const leastActiveCells = 300;
const leastPeriods = 6;
/** A season is used when it takes this share off the held-back loss. */
const seasonMargin = 0.01;

/** Used where there is too little to decide on. */
const pooledChoice: Choice = { learntShare: 0, trust: Infinity, caution: 1, form: 'distribution' };

interface Learnt {
  readonly learnt: LearntForecast;
  readonly fit: PoolFit;
}

export function* createAutoForecaster(
  slice: DemandSlice,
  options: ForecasterOptions,
): Generator<ForecastProgress, CreatedForecaster> {
  if (options.model !== null) {
    const known = parseModelFile(options.model, options.modelFile);
    yield { step: 'read the model', done: 0.9 };
    return { forecaster: chosenForecaster(slice, known, null), model: null };
  }
  yield { step: 'look at the history', done: 0 };
  const learns = isEnough(slice);
  const seasonal = learns && options.allowSeason !== false && (yield* seasonPays(slice));
  const chosen = yield* choose(slice, options.horizon, learns, seasonal);
  const { learnt, fit } = learns
    ? yield* learn(slice, options.horizon, seasonal, 'learn from all periods', 0.5)
    : yield* fitOnly(slice, seasonal, 'fit', 0.5);
  const final: LearntForecast = { ...learnt, ...chosen };
  return { forecaster: chosenForecaster(slice, final, fit), model: writeModelFile(final) };
}

/**
 * Learns without the last periods and judges every candidate on them, from the first held-back period and again from
 * half way, with the cells that are known by then.
 */
function* choose(
  slice: DemandSlice,
  horizon: number,
  learns: boolean,
  seasonal: boolean,
): Generator<ForecastProgress, Pick<LearntForecast, 'choice' | 'classChoices' | 'drift'> | null> {
  const heldBack = Math.min(horizon, slice.season, Math.floor(slice.end / 3));
  if (heldBack < 1) return null;
  const first: DemandSlice = { ...slice, end: slice.end - heldBack };
  const { learnt, fit } = learns
    ? yield* learn(first, heldBack, seasonal, 'learn without the last periods', 0.05)
    : yield* fitOnly(first, seasonal, 'fit without the last periods', 0.05);
  const ends = heldBack < 4 ? [first.end] : [first.end, first.end + Math.ceil(heldBack / 2)];
  const origins = ends.map((end) => {
    const earlier: DemandSlice = { ...slice, end };
    const sources = createBlendSources(earlier, learnt, end === first.end ? fit : null);
    return {
      origin: end,
      earlier,
      sources,
      forecasterOf: (choice: Choice) => createBlendForecaster(earlier, sources, () => choice),
    };
  });
  const possible = blendedCandidates.filter(({ learntShare }) => learns || learntShare === 0);
  const chosen = yield* chooseByHeldBackLoss(slice, possible, origins, horizon);
  if (chosen === null || chosen.choice.form === 'history' || chosen.choice.caution < 1) return chosen;
  const cells = origins.flatMap(({ earlier, sources }) =>
    Array.from(heldBackCells(slice, earlier, sources, choiceBySeries(earlier, sources, chosen))),
  );
  const drift = yield* withProgress(fitLevelDrift(cells), 'choose', 0.48);
  // Fewer periods than the horizon say less of it, and a common rise within them looks the same.
  return { ...chosen, drift: (drift * heldBack) / Math.max(horizon, heldBack) };
}

/** What came after an origin, beside what was forecast for it. */
function* heldBackCells(
  slice: DemandSlice,
  earlier: DemandSlice,
  sources: BlendSources,
  choiceOf: (series: number) => Choice,
): Generator<HeldBackCell, void> {
  const law = new Float64Array(2);
  for (const series of judgedSeries(slice.count)) {
    blendedLaw(sources, choiceOf(series), series, law);
    const [level, size] = law;
    for (let t = earlier.end; t < slice.end; t++) {
      const value = slice.values[series * slice.periods + t];
      if (!(value >= 0)) continue;
      const step = t - earlier.end;
      const factor = sources.factors === null ? 1 : sources.factors(step);
      yield { mean: level * factor, size, step: step + 1, outcome: Math.round(value / slice.unit) };
    }
  }
}

function isEnough(slice: DemandSlice): boolean {
  if (slice.count < leastSeries || slice.end < leastPeriods) return false;
  let active = 0;
  for (let s = 0; s < slice.count; s++) {
    const base = s * slice.periods;
    for (let t = base; t < base + slice.end; t++) if (slice.values[t] > 0) active++;
    if (active >= leastActiveCells) return true;
  }
  return false;
}

function* fitOnly(
  slice: DemandSlice,
  seasonal: boolean,
  step: string,
  done: number,
): Generator<ForecastProgress, Learnt> {
  const fit = yield* withProgress(fitPooledCells(slice, seasonedCells(slice, seasonal).level), step, done);
  return { learnt: { pool: fit, global: null, seasonal, choice: pooledChoice, classChoices: {} }, fit };
}

/**
 * Whether the season that the series share is worth taking out, by the pooled forecast's loss on the last periods with
 * and without. Needs two whole seasons before those.
 */
function* seasonPays(slice: DemandSlice): Generator<ForecastProgress, boolean> {
  const { end, season } = slice;
  const heldBack = Math.min(season, end - 2 * season);
  if (heldBack < Math.ceil(season / 3)) return false;
  const earlier: DemandSlice = { ...slice, end: end - heldBack };
  const losses: number[] = [];
  for (const seasonal of [false, true]) {
    const { learnt, fit } = yield* fitOnly(earlier, seasonal, 'look for a season', 0.02);
    const sources = createBlendSources(earlier, learnt, fit);
    losses.push(
      heldBackLoss(
        slice,
        earlier.end,
        createBlendForecaster(earlier, sources, () => pooledChoice),
      ),
    );
  }
  return losses[1] < (1 - seasonMargin) * losses[0];
}

function* learn(
  slice: DemandSlice,
  horizon: number,
  seasonal: boolean,
  step: string,
  from: number,
): Generator<ForecastProgress, Learnt> {
  yield { step, done: from };
  const { level } = seasonedCells(slice, seasonal);
  const fit = yield* withProgress(fitPooledCells(slice, level), step, from);
  const training = trainGlobalModel(cellTable(slice, level), slice.end, horizon, fit);
  let state = training.next();
  while (state.done !== true) {
    yield { step, done: from + 0.4 * state.value };
    state = training.next();
  }
  const global = state.value;
  return { learnt: { pool: fit, global, seasonal, choice: pooledChoice, classChoices: {} }, fit };
}

function chosenForecaster(
  slice: DemandSlice,
  learnt: LearntForecast,
  fit: PoolFit | null,
): DistributionForecaster {
  const sources = createBlendSources(slice, learnt, fit);
  return createBlendForecaster(slice, sources, choiceBySeries(slice, sources, learnt), learnt.drift);
}

/** The choice of a series' demand class, else that of the table. */
function choiceBySeries(
  slice: DemandSlice,
  { cells }: BlendSources,
  { choice, classChoices }: HeldBackChoice,
): (series: number) => Choice {
  if (Object.keys(classChoices).length === 0) return () => choice;
  return (series) => {
    const { demandClass } = demandPattern(cells, series * slice.end, (series + 1) * slice.end);
    return classChoices[demandClass] ?? choice;
  };
}
