/**
 * Chooses among candidate forecasts by their quantile loss on held-back periods: one choice for the table, and one for a
 * demand class where it is clearly better there and there is enough to judge by. The loss is the one forecasts are
 * judged with: Σ pinball over levels 0.1 to 0.9, so that large demand counts as much as it costs.
 * Where even the best is hardly better than forecasting nothing, a change of all demand would make it worse than that:
 * there candidates are judged on the periods as they were, with every third demand taken out, and with every third one
 * come twice; being worse than nothing counts against a candidate, and a lowered rate may win. O(series × candidates × levels); long tables are judged on evenly spread series.
 */
import { type DemandClass, demandPattern } from './demandClass.ts';
import type { DemandSlice, DistributionForecaster } from './distributionForecaster.ts';
import type { ForecastProgress } from './forecasterCreation.ts';
import type { Choice } from './modelFile.ts';

/** A candidate has to be better by this share than the best of those before it, and by more where little was seen. */
const leastMargin = 0.001;
const marginOfOneDemand = 0.2;
/** A demand class gets its own choice only for a clear gain, judged on this many demands at least. */
const classMargin = 0.01;
const classDemands = 200;
/** Periods with demand that a choice for the table needs. */
const leastDemands = 30;
/** Runs of neighbouring series that a long table is judged on, because forecasts are worked out in blocks. */
const runLength = 256;
const mostRuns = 24;
const judgedLevels = Float64Array.from([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
/** Σ of the levels: what a quantile of zero loses by a demand of one. */
const nothingLevels = judgedLevels.reduce((sum, level) => sum + level, 0);

export interface HeldBackChoice {
  readonly choice: Choice;
  readonly classChoices: Readonly<Partial<Record<DemandClass, Choice>>>;
}

/** Above this share of the loss of forecasting nothing, a choice has to stand a change of demand too. */
const hardlyBetter = 0.93;
/** One demand in so many is taken out, or comes twice. */
const changedOne = 3;
/** What being worse than forecasting nothing counts, beside the loss itself. */
const worseThanNothing = 2;

interface Losses {
  /** By candidate, of the periods as they were, with fewer demands and with more. */
  readonly loss: readonly [Float64Array, Float64Array, Float64Array];
  /** What forecasting nothing would lose on each. */
  readonly nothing: Float64Array;
  demands: number;
}

function createLosses(candidates: number): Losses {
  const empty = (): Float64Array => new Float64Array(candidates);
  return { loss: [empty(), empty(), empty()], nothing: new Float64Array(3), demands: 0 };
}

/** Forecasters made for an origin, which are judged on the periods from there to the end of the slice. */
export interface HeldBackOrigin {
  readonly origin: number;
  readonly forecasterOf: (choice: Choice) => DistributionForecaster;
}

/** Null where the held-back periods have too little demand to choose by. */
export function* chooseByHeldBackLoss(
  slice: DemandSlice,
  candidates: readonly Choice[],
  origins: readonly HeldBackOrigin[],
): Generator<ForecastProgress, HeldBackChoice | null> {
  const total = createLosses(candidates.length);
  const byClass = new Map<DemandClass, Losses>();
  for (const { origin, forecasterOf } of origins) {
    const forecasters = candidates.map((choice) => forecasterOf(choice));
    const horizon = slice.end - origin;
    const mean = new Float64Array(horizon);
    const quantiles = new Float64Array(horizon * judgedLevels.length);
    for (const series of judgedSeries(slice.count)) {
      const base = series * slice.periods;
      const outcomes = slice.values.subarray(base + origin, base + slice.end);
      if (!outcomes.some((value) => value >= 0)) continue;
      const { demandClass } = demandPattern(slice.values, base, base + origin);
      const own = byClass.get(demandClass) ?? createLosses(candidates.length);
      byClass.set(demandClass, own);
      const cases = [outcomes, outcomes.slice(), outcomes.slice()];
      for (let h = 0; h < outcomes.length; h++) {
        const outcome = outcomes[h];
        if (!(outcome > 0)) continue;
        own.demands++;
        if (total.demands++ % changedOne !== 0) continue;
        cases[1][h] = 0;
        const free = cases[2].indexOf(0);
        cases[2][free < 0 ? h : free] += outcome;
      }
      cases.forEach((some, k) => {
        total.nothing[k] += nothingLevels * some.reduce((sum, one) => (one > 0 ? sum + one : sum), 0);
      });
      for (let c = 0; c < forecasters.length; c++) {
        forecasters[c].forecast(series, judgedLevels, mean, quantiles);
        cases.forEach((some, k) => {
          const loss = pinballOf(some, quantiles);
          total.loss[k][c] += loss;
          own.loss[k][c] += loss;
        });
      }
      if (series % 128 === 0) yield { step: 'choose', done: 0.45 };
    }
  }
  if (total.demands < leastDemands) return null;
  const usual = indicesOf(candidates, ({ caution }) => caution === 1);
  const best = leastLoss(total.loss[0], total.demands, usual);
  if (total.loss[0][best] > hardlyBetter * total.nothing[0]) {
    // What is lumpy is noisy: the cautious candidates are asked first, and left only for a clear gain.
    const cautious = indicesOf(candidates, ({ caution }) => caution < 1);
    const guarded = total.loss[0].map((_, c) => guardedLoss(total, c));
    const chosen = leastLoss(guarded, total.demands, [...cautious, ...usual]);
    return { choice: candidates[chosen], classChoices: {} };
  }
  const classChoices: Partial<Record<DemandClass, Choice>> = {};
  for (const [demandClass, seen] of byClass) {
    const own = leastLoss(seen.loss[0], seen.demands, usual);
    if (seen.demands >= classDemands && seen.loss[0][own] < (1 - classMargin) * seen.loss[0][best]) {
      classChoices[demandClass] = candidates[own];
    }
  }
  return { choice: candidates[best], classChoices };
}

/** Loss against forecasting nothing over the three cases, with what is worse than nothing counted again. */
function guardedLoss({ loss, nothing }: Losses, candidate: number): number {
  let sum = 0;
  for (let k = 0; k < loss.length; k++) {
    const ratio = nothing[k] > 0 ? loss[k][candidate] / nothing[k] : 1;
    sum += ratio + worseThanNothing * Math.max(0, ratio - 1);
  }
  return sum;
}

/** Loss of one forecaster on the held-back periods, to compare with another's. */
export function heldBackLoss(slice: DemandSlice, origin: number, forecaster: DistributionForecaster): number {
  const horizon = slice.end - origin;
  const mean = new Float64Array(horizon);
  const quantiles = new Float64Array(horizon * judgedLevels.length);
  let loss = 0;
  for (const series of judgedSeries(slice.count)) {
    const base = series * slice.periods;
    forecaster.forecast(series, judgedLevels, mean, quantiles);
    loss += pinballOf(slice.values.subarray(base + origin, base + slice.end), quantiles);
  }
  return loss;
}

/** Σ pinball of the levels that forecasts are judged by. */
function pinballOf(outcomes: Float64Array, quantiles: Float64Array): number {
  let sum = 0;
  for (let h = 0; h < outcomes.length; h++) {
    const outcome = outcomes[h];
    if (!(outcome >= 0)) continue;
    for (let q = 0; q < judgedLevels.length; q++) {
      const difference = outcome - quantiles[h * judgedLevels.length + q];
      sum += difference >= 0 ? judgedLevels[q] * difference : (judgedLevels[q] - 1) * difference;
    }
  }
  return sum;
}

/** All series, or evenly spread runs of a long table. */
function* judgedSeries(count: number): Generator<number, void> {
  const runs = Math.ceil(count / runLength);
  const step = Math.max(1, runs / mostRuns);
  for (let run = 0; run < runs; run += step) {
    const from = Math.floor(run) * runLength;
    for (let series = from; series < Math.min(count, from + runLength); series++) yield series;
  }
}

/** The first in the order given whose loss none after it beats clearly. */
function leastLoss(loss: Float64Array, demands: number, order: readonly number[]): number {
  const margin = Math.max(leastMargin, marginOfOneDemand / Math.sqrt(Math.max(1, demands)));
  let [best] = order;
  for (const c of order) if (loss[c] < (1 - margin) * loss[best]) best = c;
  return best;
}

function indicesOf(candidates: readonly Choice[], wanted: (choice: Choice) => boolean): number[] {
  return candidates.flatMap((choice, c) => (wanted(choice) ? [c] : []));
}
