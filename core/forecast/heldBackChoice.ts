/**
 * Chooses among candidate forecasts by their quantile loss on held-back periods: one choice for the table, and one for a
 * demand class where it is clearly better there and there is enough to judge by. The loss is the one forecasts are
 * judged with: Σ pinball over levels 0.1 to 0.9, so that large demand counts as much as it costs. A choice that a
 * plausible fall of all demand would make worse than forecasting nothing is made cautious (see earnedCaution.ts).
 * O(series × candidates × levels); long tables are judged on evenly spread series.
 */
import { type DemandClass, demandPattern } from './demandClass.ts';
import type { DemandSlice, DistributionForecaster } from './distributionForecaster.ts';
import { cautions, lossAfter, mostLoss, plausibleFall, type Stake } from './earnedCaution.ts';
import type { ForecastProgress } from './forecasterCreation.ts';
import type { Choice } from './modelFile.ts';
import { judgedLevels, pinballLoss } from './pinballLoss.ts';

/** A candidate has to be better by this share than the best of those before it, and by more where little was seen. */
const leastMargin = 0.001;
const marginOfOneDemand = 0.2;
/** A demand class gets its own choice only for a clear gain, judged on this many demands at least. */
const classMargin = 0.01;
const classDemands = 200;
/** Periods with demand that a choice for the table needs. */
const leastDemands = 30;
/** By how much a cautious choice has to stay better than the last periods' own quantiles. */
const yardstickMargin = 0.005;
/** Candidates that are asked again with caution. */
const mostCautious = 3;
/** Runs of neighbouring series that a long table is judged on, because forecasts are worked out in blocks. */
const runLength = 256;
const mostRuns = 24;
const levels = Float64Array.from(judgedLevels);
/** Σ of the levels: what a quantile of zero loses by a demand of one. */
const nothingLevels = levels.reduce((sum, level) => sum + level, 0);

export interface HeldBackChoice {
  readonly choice: Choice;
  readonly classChoices: Readonly<Partial<Record<DemandClass, Choice>>>;
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
  horizon: number,
): Generator<ForecastProgress, HeldBackChoice | null> {
  const { total, byClass } = yield* judge(slice, candidates, origins);
  if (total.demands < leastDemands) return null;
  const best = leastLoss(total.loss, total.demands);
  const gain = 1 - total.loss[best] / total.nothing;
  const fall = plausibleFall(slice, horizon, gain);
  if (lossAfter(stakeOf(total, best), fall) > mostLoss) {
    const ranked = Array.from(candidates.keys())
      .toSorted((a, b) => total.loss[a] - total.loss[b] || a - b)
      .map((c) => candidates[c]);
    const last = candidates.findIndex(({ form }) => form === 'history');
    const yardstick = last < 0 ? Infinity : ((1 - yardstickMargin) * total.loss[last]) / total.nothing;
    return { choice: yield* cautiousChoice(slice, origins, ranked, yardstick, fall), classChoices: {} };
  }
  const classChoices: Partial<Record<DemandClass, Choice>> = {};
  for (const [demandClass, seen] of byClass) {
    const own = leastLoss(seen.loss, seen.demands);
    if (seen.demands >= classDemands && seen.loss[own] < (1 - classMargin) * seen.loss[best]) {
      classChoices[demandClass] = candidates[own];
    }
  }
  return { choice: candidates[best], classChoices };
}

/**
 * Of the best candidates with every caution, the one of least loss that is earned. Caution may not give away what the
 * last periods' own quantiles gain: where everything earned is worse than those, the most cautious of the better ones.
 */
function* cautiousChoice(
  slice: DemandSlice,
  origins: readonly HeldBackOrigin[],
  ranked: readonly Choice[],
  yardstick: number,
  fall: number,
): Generator<ForecastProgress, Choice> {
  // The last periods' own quantiles have no tail to fall back on when less is counted on.
  const best = ranked.filter(({ form }) => form === 'distribution').slice(0, mostCautious);
  const asked = best.flatMap((choice) => cautions.map((caution) => ({ ...choice, caution })));
  const { total } = yield* judge(slice, asked, origins);
  const judged = asked.map((choice, c) => ({ choice, stake: stakeOf(total, c) }));
  const better = judged.filter(({ stake }) => stake.loss < yardstick);
  const earned = (better.length > 0 ? better : judged).filter(
    ({ stake }) => lossAfter(stake, fall) <= mostLoss,
  );
  const chosen =
    earned.length > 0
      ? leastBy(earned, ({ stake }) => stake.loss)
      : leastBy(better, ({ stake }) => lossAfter(stake, fall));
  return chosen?.choice ?? ranked[0];
}

function leastBy<T>(entries: readonly T[], valueOf: (entry: T) => number): T | undefined {
  let least: T | undefined;
  for (const entry of entries) if (least === undefined || valueOf(entry) < valueOf(least)) least = entry;
  return least;
}

interface Losses {
  /** By candidate: Σ pinball; what the quantiles would lose if nothing came; Σ squared gain a series. */
  readonly loss: Float64Array;
  readonly staked: Float64Array;
  readonly squaredGain: Float64Array;
  /** What forecasting nothing would lose. */
  nothing: number;
  demands: number;
  series: number;
}

function createLosses(candidates: number): Losses {
  return {
    loss: new Float64Array(candidates),
    staked: new Float64Array(candidates),
    squaredGain: new Float64Array(candidates),
    nothing: 0,
    demands: 0,
    series: 0,
  };
}

function stakeOf(losses: Losses, candidate: number): Stake {
  const { loss, staked, squaredGain, nothing, series } = losses;
  const gain = nothing - loss[candidate];
  return {
    loss: loss[candidate] / nothing,
    staked: staked[candidate] / nothing,
    error: Math.sqrt(Math.max(0, squaredGain[candidate] - (gain * gain) / Math.max(1, series))) / nothing,
  };
}

function* judge(
  slice: DemandSlice,
  candidates: readonly Choice[],
  origins: readonly HeldBackOrigin[],
): Generator<ForecastProgress, { total: Losses; byClass: Map<DemandClass, Losses> }> {
  const total = createLosses(candidates.length);
  const byClass = new Map<DemandClass, Losses>();
  for (const { origin, forecasterOf } of origins) {
    const forecasters = candidates.map((choice) => forecasterOf(choice));
    const length = slice.end - origin;
    const mean = new Float64Array(length);
    const quantiles = new Float64Array(length * levels.length);
    for (const series of judgedSeries(slice.count)) {
      const base = series * slice.periods;
      const outcomes = slice.values.subarray(base + origin, base + slice.end);
      if (!outcomes.some((value) => value >= 0)) continue;
      const { demandClass } = demandPattern(slice.values, base, base + origin);
      const own = byClass.get(demandClass) ?? createLosses(candidates.length);
      byClass.set(demandClass, own);
      let demand = 0;
      let demands = 0;
      for (const outcome of outcomes) {
        if (!(outcome > 0)) continue;
        demand += outcome;
        demands++;
      }
      for (const sums of [total, own]) {
        sums.nothing += nothingLevels * demand;
        sums.demands += demands;
        sums.series++;
      }
      for (let c = 0; c < forecasters.length; c++) {
        forecasters[c].forecast(series, levels, mean, quantiles);
        const loss = pinballOf(outcomes, quantiles);
        total.loss[c] += loss;
        own.loss[c] += loss;
        total.squaredGain[c] += (nothingLevels * demand - loss) ** 2;
        for (let h = 0; h < length; h++) {
          if (!(outcomes[h] >= 0)) continue;
          for (let q = 0; q < levels.length; q++) {
            total.staked[c] += (1 - levels[q]) * quantiles[h * levels.length + q];
          }
        }
      }
      if (series % 128 === 0) yield { step: 'choose', done: 0.45 };
    }
  }
  return { total, byClass };
}

/** Loss of one forecaster on the held-back periods, to compare with another's. */
export function heldBackLoss(slice: DemandSlice, origin: number, forecaster: DistributionForecaster): number {
  const horizon = slice.end - origin;
  const mean = new Float64Array(horizon);
  const quantiles = new Float64Array(horizon * levels.length);
  let loss = 0;
  for (const series of judgedSeries(slice.count)) {
    const base = series * slice.periods;
    forecaster.forecast(series, levels, mean, quantiles);
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
    for (let q = 0; q < levels.length; q++) {
      sum += pinballLoss(levels[q], outcome - quantiles[h * levels.length + q]);
    }
  }
  return sum;
}

/** All series, or evenly spread runs of a long table. */
export function* judgedSeries(count: number): Generator<number, void> {
  const runs = Math.ceil(count / runLength);
  const step = Math.max(1, runs / mostRuns);
  for (let run = 0; run < runs; run += step) {
    const from = Math.floor(run) * runLength;
    for (let series = from; series < Math.min(count, from + runLength); series++) yield series;
  }
}

/** The first candidate that none after it betters by the margin, which shrinks with the demands it was judged on. */
function leastLoss(loss: Float64Array, demands: number): number {
  const margin = Math.max(leastMargin, marginOfOneDemand / Math.sqrt(Math.max(1, demands)));
  let best = 0;
  for (let c = 1; c < loss.length; c++) if (loss[c] < (1 - margin) * loss[best]) best = c;
  return best;
}
