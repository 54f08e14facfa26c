/**
 * Compares methods on held-back periods of a history: for the last N origins, forecasts of the `horizon` periods after
 * each are judged against what came. Weighted quantile loss is the mean over the levels of 2 Σ pinball / Σ |y|; RMSE
 * and bias are pooled over all series; coverage counts an outcome on a step of the distribution by the share of the
 * step below the level (randomised coverage, without drawing). Empty cells are ignored.
 * Scaled and absolute errors of points are left out on purpose: the all-zero forecast wins them on parts demand.
 * Sources: T. Gneiting and A. E. Raftery, "Strictly proper scoring rules", JASA 102 (2007); C. Czado, T. Gneiting and
 * L. Held, "Predictive model assessment for count data", Biometrics 65 (2009).
 */
import { badInput } from '../base/errors.ts';
import type { DemandSlice, DistributionForecaster } from './distributionForecaster.ts';
import { createForecaster, distributionMethodNames } from './distributionMethods.ts';
import { historySlice, methodSettings } from './forecastHistory.ts';
import type { ForecastProgress } from './forecasterCreation.ts';
import type { HistoryTable } from './historyFile.ts';
import { judgedLevels, pinballLoss } from './pinballLoss.ts';

export interface AccuracyOptions {
  readonly horizon: number;
  readonly origins: number;
  /** Defaults to every method. */
  readonly methods?: readonly string[];
  readonly alpha?: number;
  readonly beta?: number;
}

export interface MethodAccuracy {
  readonly method: string;
  /** Null where there was no demand to weigh by. */
  readonly weightedQuantileLoss: number | null;
  readonly rmse: number | null;
  /** Forecast above demand is positive. */
  readonly biasPercent: number | null;
  /** Randomised coverage by level, 0 to 1. */
  readonly coverage: Readonly<Record<string, number>> | null;
  /** Largest distance of a coverage from its level, in points. */
  readonly coverageErrorPoints: number | null;
  readonly outcomes: number;
}

/** Sums over outcomes that the figures are made of; several origins add up. */
export interface AccuracySums {
  readonly pinball: Float64Array;
  readonly covered: Float64Array;
  demand: number;
  squared: number;
  excess: number;
  outcomes: number;
}

/** Levels a forecast is asked for to place an outcome in its distribution: every 2.5 points. */
const placeLevels = Float64Array.from({ length: 39 }, (_, i) => (i + 1) / 40);
const judgedAt = judgedLevels.map((level) => Math.round(level * 40) - 1);

export function* compareAccuracy(
  table: HistoryTable,
  options: AccuracyOptions,
): Generator<ForecastProgress, MethodAccuracy[]> {
  const {
    horizon,
    origins,
    methods = ['zero', ...distributionMethodNames.filter((name) => name !== 'zero')],
  } = options;
  const periods = table.periods.length;
  const firstEnd = periods - horizon - origins + 1;
  if (!Number.isInteger(horizon) || horizon < 1) throw badInput({}, '--horizon is a whole number from 1');
  if (!Number.isInteger(origins) || origins < 1) throw badInput({}, '--origins is a whole number from 1');
  if (firstEnd < 1) {
    throw badInput(
      { file: table.file },
      `${periods} periods are too few for horizon ${horizon} from ${origins} origins`,
    );
  }
  const result: MethodAccuracy[] = [];
  for (const [m, method] of methods.entries()) {
    const sums = createAccuracySums();
    for (let origin = 0; origin < origins; origin++) {
      const slice = historySlice(table, firstEnd + origin);
      const settings = methodSettings(slice.season, options.alpha, options.beta);
      const creation = createForecaster(method, slice, { horizon, settings, model: null, modelFile: '' });
      let step = creation.next();
      while (step.done !== true) {
        yield { step: method, done: m / methods.length };
        step = creation.next();
      }
      for (let series = 0; series < slice.count; series++) {
        judgeSeries(step.value.forecaster, slice, series, horizon, sums);
        if (series % 256 === 255) yield { step: method, done: m / methods.length };
      }
    }
    result.push(accuracyOf(method, sums));
  }
  return result;
}

export function createAccuracySums(): AccuracySums {
  return {
    pinball: new Float64Array(judgedLevels.length),
    covered: new Float64Array(judgedLevels.length),
    demand: 0,
    squared: 0,
    excess: 0,
    outcomes: 0,
  };
}

let means = new Float64Array(0);
let quantiles = new Float64Array(0);

/** Adds what the forecaster said of one series from `slice.end` on. */
export function judgeSeries(
  forecaster: DistributionForecaster,
  slice: DemandSlice,
  series: number,
  horizon: number,
  sums: AccuracySums,
): void {
  const from = series * slice.periods + slice.end;
  const length = Math.min(horizon, slice.periods - slice.end);
  let any = false;
  for (let h = 0; h < length; h++) if (!Number.isNaN(slice.values[from + h])) any = true;
  if (!any) return;
  if (means.length !== horizon) {
    means = new Float64Array(horizon);
    quantiles = new Float64Array(horizon * placeLevels.length);
  }
  forecaster.forecast(series, placeLevels, means, quantiles);
  for (let h = 0; h < length; h++) {
    const outcome = slice.values[from + h];
    if (Number.isNaN(outcome)) continue;
    addOutcome(outcome, h, sums);
  }
}

function addOutcome(outcome: number, h: number, sums: AccuracySums): void {
  const base = h * placeLevels.length;
  sums.demand += outcome;
  sums.squared += (outcome - means[h]) ** 2;
  sums.excess += means[h] - outcome;
  sums.outcomes++;
  // The outcome sits on a step of the distribution between the levels `low` and `high`.
  let below = 0;
  while (below < placeLevels.length && quantiles[base + below] < outcome) below++;
  let upTo = below;
  while (upTo < placeLevels.length && quantiles[base + upTo] <= outcome) upTo++;
  const edge = (count: number): number =>
    count === 0 ? 0 : count === placeLevels.length ? 1 : (count + 0.5) / 40;
  const low = edge(below);
  const high = edge(upTo);
  for (let j = 0; j < judgedLevels.length; j++) {
    const level = judgedLevels[j];
    const quantile = quantiles[base + judgedAt[j]];
    sums.pinball[j] += pinballLoss(level, outcome - quantile);
    if (level >= high) sums.covered[j] += 1;
    else if (level > low) sums.covered[j] += (level - low) / (high - low);
  }
}

export function accuracyOf(method: string, sums: AccuracySums): MethodAccuracy {
  const { demand, outcomes } = sums;
  const loss = weightedQuantileLoss(sums);
  const coverage: Record<string, number> = {};
  let worst = 0;
  judgedLevels.forEach((level, j) => {
    coverage[String(level)] = sums.covered[j] / outcomes;
    worst = Math.max(worst, 100 * Math.abs(sums.covered[j] / outcomes - level));
  });
  return {
    method,
    weightedQuantileLoss: loss,
    rmse: outcomes > 0 ? Math.sqrt(sums.squared / outcomes) : null,
    biasPercent: demand > 0 ? (100 * sums.excess) / demand : null,
    coverage: outcomes > 0 ? coverage : null,
    coverageErrorPoints: outcomes > 0 ? worst : null,
    outcomes,
  };
}

/** Null where there is no demand to weigh by. */
export function weightedQuantileLoss(sums: AccuracySums): number | null {
  if (!(sums.demand > 0)) return null;
  let sum = 0;
  for (const pinball of sums.pinball) sum += pinball;
  return (2 * sum) / judgedLevels.length / sums.demand;
}
