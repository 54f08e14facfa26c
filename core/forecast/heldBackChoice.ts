/**
 * Chooses among candidate forecasts by their quantile loss on held-back periods: one choice for the table, and one for a
 * demand class where it is clearly better there and there is enough to judge by. The loss is the one forecasts are
 * judged with: Σ pinball over levels 0.1 to 0.9, so that large demand counts as much as it costs.
 * O(series × candidates × levels); long tables are judged on evenly spread series.
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

export interface HeldBackChoice {
  readonly choice: Choice;
  readonly classChoices: Readonly<Partial<Record<DemandClass, Choice>>>;
}

interface ClassLoss {
  readonly loss: Float64Array;
  demands: number;
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
  const total: ClassLoss = { loss: new Float64Array(candidates.length), demands: 0 };
  const byClass = new Map<DemandClass, ClassLoss>();
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
      const own = byClass.get(demandClass) ?? { loss: new Float64Array(candidates.length), demands: 0 };
      byClass.set(demandClass, own);
      const demands = outcomes.reduce((count, value) => (value > 0 ? count + 1 : count), 0);
      own.demands += demands;
      total.demands += demands;
      for (let c = 0; c < forecasters.length; c++) {
        forecasters[c].forecast(series, judgedLevels, mean, quantiles);
        const loss = pinballOf(outcomes, quantiles);
        total.loss[c] += loss;
        own.loss[c] += loss;
      }
      if (series % 128 === 0) yield { step: 'choose', done: 0.45 };
    }
  }
  if (total.demands < leastDemands) return null;
  const best = leastLoss(total);
  const classChoices: Partial<Record<DemandClass, Choice>> = {};
  for (const [demandClass, seen] of byClass) {
    const own = leastLoss(seen);
    if (seen.demands >= classDemands && seen.loss[own] < (1 - classMargin) * seen.loss[best]) {
      classChoices[demandClass] = candidates[own];
    }
  }
  return { choice: candidates[best], classChoices };
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

function leastLoss({ loss, demands }: ClassLoss): number {
  const margin = Math.max(leastMargin, marginOfOneDemand / Math.sqrt(Math.max(1, demands)));
  let best = 0;
  for (let c = 1; c < loss.length; c++) if (loss[c] < (1 - margin) * loss[best]) best = c;
  return best;
}
