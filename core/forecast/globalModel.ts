/**
 * A model learnt over all items of a table: the demand of the coming window is negative binomial, whose mean is the
 * pooled forecast times a factor and whose size is the pooled one times another, both factors sums of boosted trees
 * over the features of demandFeatures.ts. Trees see ratios to a forecast that already is of the right order, so that
 * slow parts and fast movers can share them.
 *
 * Training rows are (series, origin) pairs of the recent past with the demand that followed; long tables are thinned to
 * runs of neighbouring rows. Nothing is drawn but the features a tree may use, from a fixed seed: the same table gives
 * the same bits. About 50 µs a training row. Sources: Friedman (2001) for boosting; T. Januschowski et al., "Forecasting
 * with trees", IJF 38 (2022); R. A. Rigby and D. M. Stasinopoulos, "Generalized additive models for location, scale
 * and shape", JRSS C 54 (2005) for learning mean and dispersion in turn.
 */
import { digamma } from '../base/digamma.ts';
import { createRandom } from '../base/random.ts';
import {
  binBorders,
  type BinFinder,
  type BinnedRows,
  binOf,
  type BoostedTree,
  boostedScores,
  type BoostOptions,
  createBinFinder,
  findBin,
  growBoostedTrees,
  type PackedTrees,
  packTrees,
} from './boostedTrees.ts';
import {
  baseFeature,
  baseSizeFeature,
  type CellTable,
  demandFeatures,
  featureNames,
} from './demandFeatures.ts';
import { groupPriorsAt } from './groupPriors.ts';
import type { PoolFit } from './pooledNegativeBinomial.ts';

export interface GlobalModel {
  /** Parameters of the pooled forecast that the trees correct; group means are taken from the data at hand. */
  readonly pool: Omit<PoolFit, 'groupMean' | 'groupActive'>;
  /** Periods ahead that the mean was learnt for. */
  readonly window: number;
  readonly borders: readonly Float64Array[];
  readonly meanTrees: readonly BoostedTree[];
  readonly sizeTrees: readonly BoostedTree[];
}

/** Rows that are enough to learn from and quick to learn on. */
const mostRows = 64_000;
const mostOrigins = 24;
const bins = 48;
/** Series in a run of neighbouring rows, when only a part of a long table is learnt from. */
const runLength = 64;

const meanBoost: BoostOptions = {
  rounds: 100,
  learningRate: 0.07,
  leaves: 16,
  leastCurvature: 30,
  ridge: 30,
  largestStep: 2,
  featureShare: 0.5,
};
const sizeBoost: BoostOptions = {
  rounds: 30,
  learningRate: 0.15,
  leaves: 8,
  leastCurvature: 10,
  ridge: 10,
  largestStep: 1,
  featureShare: 0.5,
};
const smallestSize = 0.005;
const largestSize = 1e4;

export function* trainGlobalModel(
  table: CellTable & { readonly groupCount: number },
  end: number,
  horizon: number,
  fit: PoolFit,
): Generator<number, GlobalModel> {
  const window = Math.min(horizon, table.season);
  const rows = yield* collectRows(table, end, window, fit);
  const borders: Float64Array[] = [];
  for (let f = 0; f < featureNames.length; f++) {
    borders.push(binBorders(column(rows.features, f), bins));
    yield 0.1;
  }
  const data = binRows(
    rows.features,
    borders.map((own, f) => featureBins(f, own)),
  );
  yield 0.1;
  const random = createRandom('demand model');
  const count = data.rows;

  const score = new Float64Array(count);
  const spread = new Float64Array(count);
  for (let r = 0; r < count; r++) {
    score[r] = Math.log(rows.features[r * featureNames.length + baseFeature]);
    spread[r] = Math.log(rows.features[r * featureNames.length + baseSizeFeature]);
  }
  const meanTrees = yield* withShare(
    growBoostedTrees(data, score, meanSlope(rows, spread.slice()), meanBoost, random),
    0.1,
    0.7 / meanBoost.rounds,
  );
  const sizeTrees = yield* withShare(
    growBoostedTrees(data, spread, sizeSlope(rows, score), sizeBoost, random),
    0.8,
    0.2 / sizeBoost.rounds,
  );
  const { discount, priorShape, deathHazard, overdispersion, withinScale, rateDrift } = fit;
  return {
    pool: { discount, priorShape, deathHazard, overdispersion, withinScale, rateDrift },
    window,
    borders,
    meanTrees,
    sizeTrees,
  };
}

/**
 * Mean a period and size of one period's negative binomial for series [from, to) at origin `end`, by series number;
 * with `wanted` (by series from `from` on, 0 is not wanted) of the wanted ones alone.
 */
export function applyGlobalModel(
  model: GlobalModel,
  table: CellTable & { readonly groupCount: number },
  end: number,
  from: number,
  to: number,
  fit: PoolFit,
  mean: Float64Array,
  size: Float64Array,
  wanted: ArrayLike<number> | null = null,
): void {
  const features = demandFeatures(table, end, from, to, fit, model.window, wanted);
  const width = featureNames.length;
  const { meanTrees, sizeTrees, bins: binsOf } = preparedModel(model);
  const { rows, cells } = binRows(features, binsOf);
  const logMean = new Float64Array(rows);
  const logSize = new Float64Array(rows);
  boostedScores(meanTrees, cells, width, logMean);
  boostedScores(sizeTrees, cells, width, logSize);
  let r = 0;
  for (let s = from; s < to; s++) {
    if (wanted !== null && wanted[s - from] === 0) continue;
    const base = r * width;
    mean[s] = Math.exp(Math.log(features[base + baseFeature]) + logMean[r]);
    const ownSize = Math.exp(Math.log(features[base + baseSizeFeature]) + logSize[r]);
    size[s] = Math.max(smallestSize, Math.min(largestSize, ownSize));
    r++;
  }
}

interface PreparedModel {
  readonly meanTrees: PackedTrees;
  readonly sizeTrees: PackedTrees;
  readonly bins: readonly FeatureBins[];
}

const prepared = new WeakMap<GlobalModel, PreparedModel>();

/** A model is applied block after block: what that needs is laid out once. */
function preparedModel(model: GlobalModel): PreparedModel {
  let own = prepared.get(model);
  if (own === undefined) {
    const asked = new Set([...model.meanTrees, ...model.sizeTrees].flatMap(({ feature }) => [...feature]));
    own = {
      meanTrees: packTrees(model.meanTrees),
      sizeTrees: packTrees(model.sizeTrees),
      bins: model.borders.flatMap((borders, f) => (asked.has(f) ? [featureBins(f, borders)] : [])),
    };
    prepared.set(model, own);
  }
  return own;
}

/** The pool's parameters with group means as of an origin. */
export function poolFitAt(
  pool: GlobalModel['pool'],
  table: CellTable & { readonly groupCount: number },
  end: number,
): PoolFit {
  const { cells, stride, count, groups, groupCount } = table;
  const priors = groupPriorsAt(cells, stride, count, groups, groupCount, end, pool.overdispersion);
  return { ...pool, groupMean: priors.mean, groupActive: priors.active };
}

interface TrainingRows {
  /** Row-major, featureNames.length a row. */
  readonly features: Float64Array;
  /** Where the cells of a row's window begin in `cells`, and how many there are. */
  readonly start: Uint32Array;
  readonly length: Uint8Array;
  readonly cells: Float64Array;
}

function* collectRows(
  table: CellTable & { readonly groupCount: number },
  end: number,
  window: number,
  fit: PoolFit,
): Generator<number, TrainingRows> {
  const { cells, stride, season } = table;
  const earliest = Math.max(1, Math.min(season, Math.floor(end / 3)), end - mostOrigins);
  const runs = chooseRuns(table.count, Math.ceil(mostRows / Math.max(1, end - earliest)));
  const parts: Float64Array[] = [];
  const start: number[] = [];
  const length: number[] = [];
  for (let origin = earliest; origin < end; origin++) {
    const fitThen = poolFitAt(fit, table, origin);
    const to = Math.min(end, origin + window);
    for (const run of runs) {
      const found = demandFeatures(table, origin, run.from, run.to, fitThen, window);
      const kept: number[] = [];
      for (let s = run.from; s < run.to; s++) {
        const at = s * stride + origin;
        if (Number.isNaN(cells[at - 1]) || !anyObserved(cells, at, at + to - origin)) continue;
        kept.push(s - run.from);
        start.push(at);
        length.push(to - origin);
      }
      parts.push(pickRows(found, kept));
    }
    yield (0.1 * (origin - earliest)) / (end - earliest);
  }
  return {
    features: concatenate(parts),
    start: Uint32Array.from(start),
    length: Uint8Array.from(length),
    cells,
  };
}

/** All series, or evenly spread runs of neighbours that make up about `wanted` of them. */
function chooseRuns(count: number, wanted: number): { from: number; to: number }[] {
  if (count <= wanted + runLength) return [{ from: 0, to: count }];
  const runs = Math.max(1, Math.round(wanted / runLength));
  return Array.from({ length: runs }, (_, i) => {
    const from = Math.floor((i * (count - runLength)) / Math.max(1, runs - 1));
    return { from, to: from + runLength };
  });
}

function anyObserved(cells: Float64Array, from: number, to: number): boolean {
  for (let t = from; t < to; t++) if (cells[t] >= 0) return true;
  return false;
}

function pickRows(features: Float64Array, rows: readonly number[]): Float64Array {
  const width = featureNames.length;
  const picked = new Float64Array(rows.length * width);
  rows.forEach((row, i) => picked.set(features.subarray(row * width, (row + 1) * width), i * width));
  return picked;
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function column(features: Float64Array, f: number): Float64Array {
  const width = featureNames.length;
  const values = new Float64Array(features.length / width);
  for (let r = 0; r < values.length; r++) values[r] = features[r * width + f];
  return values;
}

/** How one feature falls into bins. */
interface FeatureBins {
  readonly feature: number;
  readonly finder: BinFinder;
  /** Bins of 0, 1, 2, … where all borders are whole: most features are counts, and looking up beats searching. */
  readonly small: Uint8Array;
}

function featureBins(feature: number, borders: Float64Array): FeatureBins {
  const whole = borders.every((border) => Number.isInteger(border));
  const length = whole ? Math.max(0, Math.min(256, Math.ceil((borders.at(-1) ?? 0) + 1))) : 0;
  const small = Uint8Array.from({ length }, (_, value) => binOf(value, borders));
  return { feature, finder: createBinFinder(borders), small };
}

/** Rows whose features stay in the processor's nearest cache while one after the other is binned. */
const binnedAtOnce = 64;

/** Features that are not asked for stay in bin 0. */
function binRows(features: Float64Array, asked: readonly FeatureBins[]): BinnedRows {
  const width = featureNames.length;
  const cells = new Uint8Array(features.length);
  for (let from = 0; from < features.length; from += binnedAtOnce * width) {
    const to = Math.min(features.length, from + binnedAtOnce * width);
    for (const { feature, finder, small } of asked) {
      for (let i = from + feature; i < to; i += width) {
        const value = features[i];
        cells[i] = value >= 0 && value < small.length ? small[Math.floor(value)] : findBin(value, finder);
      }
    }
  }
  return { rows: features.length / width, features: width, cells };
}

/** Poisson slope of the window's demand, damped by the overdispersion that the pooled forecast expects. */
function meanSlope(rows: TrainingRows, logSize: Float64Array) {
  const count = rows.start.length;
  const demand = new Float64Array(count);
  const observed = new Float64Array(count);
  for (let r = 0; r < count; r++) {
    for (let t = rows.start[r]; t < rows.start[r] + rows.length[r]; t++) {
      const value = rows.cells[t];
      if (!(value >= 0)) continue;
      demand[r] += value;
      observed[r]++;
    }
  }
  return (score: Float64Array, gradient: Float64Array, curvature: Float64Array): void => {
    for (let r = 0; r < count; r++) {
      const mean = observed[r] * Math.exp(score[r]);
      // Periods of a window are not independent: its size grows less than their number.
      const size = Math.exp(logSize[r]) * Math.sqrt(observed[r]);
      const own = 1 / (1 + mean / size);
      // No row may count for more than one demand does: months of one fast mover tell the same story again.
      const weight = own / (1 + mean * own);
      gradient[r] = (mean - demand[r]) * weight;
      curvature[r] = mean * weight;
    }
  };
}

/** Slope of the negative binomial likelihood of single periods in the logarithm of the size. */
function sizeSlope(rows: TrainingRows, logMean: Float64Array) {
  return (score: Float64Array, gradient: Float64Array, curvature: Float64Array): void => {
    for (let r = 0; r < score.length; r++) {
      const mean = Math.exp(logMean[r]);
      const size = Math.max(smallestSize, Math.min(largestSize, Math.exp(score[r])));
      const share = mean / (size + mean);
      const logShare = Math.log1p(mean / size);
      const ofSize = digamma(size);
      let slope = 0;
      let observed = 0;
      for (let t = rows.start[r]; t < rows.start[r] + rows.length[r]; t++) {
        const value = rows.cells[t];
        if (!(value >= 0)) continue;
        observed++;
        const gained = value === 0 ? 0 : value === 1 ? 1 / size : digamma(size + value) - ofSize;
        slope += gained - logShare + (mean - value) / (size + mean);
      }
      gradient[r] = -size * slope;
      // Fisher's information of a log-size is near half the squared share once demand is not rare.
      curvature[r] = Math.max(0.2 * Math.abs(gradient[r]), observed * (0.5 * share * share + 0.005));
    }
  };
}

function* withShare<T>(steps: Generator<number, T>, from: number, each: number): Generator<number, T> {
  let step = steps.next();
  while (step.done !== true) {
    yield from + each * step.value;
    step = steps.next();
  }
  return step.value;
}
