/**
 * The default forecast of network positions: gamma-Poisson demand with discounting, pooled. A series' recent demand S
 * and exposure N (both discounted by δ a period) meet a gamma prior around the mean μ of its group:
 *
 *   rate if alive = (S + k·φ) / (N + k·φ / μ)
 *
 * φ is the variance-to-mean ratio of demand, so k counts demands whatever their size. A part can die: with a small hazard a period, the chance that it is still alive given the zeros since its last
 * demand follows from how often it had demand before (beta-geometric), so a stopped series fades and then ends. The
 * answer for a series is three numbers (see leadTimeDemand.ts), from which every lead time's distribution follows.
 * All parameters come from `fitPool`; none is a constant of some data set.
 * O(cells), one pass a series, no allocation. Sources: P. J. Harrison and C. F. Stevens, "Bayesian forecasting", JRSS
 * B 38 (1976) and J. Q. Smith, "A generalization of the Bayesian steady forecasting model", JRSS B 41 (1979) for
 * discounting; H. Bühlmann and A. Gisler, A Course in Credibility Theory (2005) for pooling; P. S. Fader, B. G. S.
 * Hardie and J. Shang, "Customer-base analysis in a discrete-time noncontractual setting", Marketing Science 29 (2010)
 * for the chance of being alive.
 */
import { demandClassCode } from './demandClass.ts';
import { type DemandHistory, notObservedIn } from './demandPool.ts';
import { regionCell, type RegionFactors } from './groupTree.ts';

export interface PoolFit {
  /** δ: weight of a period against the next later one. */
  readonly discount: number;
  /** k: strength of the prior, in demands of the pool's usual size. */
  readonly priorShape: number;
  /** Chance a period that a series ends for good. */
  readonly deathHazard: number;
  /** Variance-to-mean ratio of a period's demand that series share, before their own sizes are known. */
  readonly overdispersion: number;
  /** Factor on the variance beyond Poisson within a period. */
  readonly withinScale: number;
  /** Relative variance of the rate from drift, beside what little data leaves open. */
  readonly rateDrift: number;
  /** Prior mean (units a period) and share of periods with demand, by group. */
  readonly groupMean: Float64Array;
  readonly groupActive: Float64Array;
  /** Factors on both by family × region; absent where the pool knew no regions. */
  readonly regions?: RegionFactors;
}

/** Columns that `forecastBlock` fills. */
export interface PooledForecastColumns {
  readonly mean: Float32Array;
  readonly dispersionWithin: Float32Array;
  readonly dispersionRate: Float32Array;
  /** Index into `demandClasses`. */
  readonly demandClass: Uint8Array;
  /** Periods since the last demand; 0 the last period had one, 255 never or longer. */
  readonly lastDemandAge: Uint8Array;
}

/** A series that has not been observed for this many last periods has ended: its file stopped. */
export const endedAfter = 6;
/** Below this chance of being alive a series has ended and its forecast is zero. */
export const endedBelow = 0.01;
/** Demands' worth of shared overdispersion that a series' own sizes are weighed against. */
const overdispersionShape = 2;
/** Beta prior of the share of periods with demand: this many periods with demand, at the group's share. */
const activeShape = 0.5;

/** Slots of `seriesState` and `seriesForecast`. */
export const slot = {
  demand: 0,
  exposure: 1,
  nonzero: 2,
  observed: 3,
  idle: 4,
  sum: 5,
  squares: 6,
  unobserved: 7,
  lastAge: 8,
  mean: 9,
  within: 10,
  rate: 11,
  alive: 12,
  length: 13,
} as const;

export function forecastBlock(
  history: DemandHistory,
  periods: number,
  count: number,
  groups: Uint16Array | null,
  fit: PoolFit,
  out: PooledForecastColumns,
  outOffset: number,
  regions: Uint16Array | null = null,
): void {
  const weights = discountWeights(fit.discount, periods);
  const missing = notObservedIn(history);
  const state = scratch;
  for (let s = 0; s < count; s++) {
    const group = groups === null ? 0 : groups[s];
    const base = s * periods;
    seriesState(history, base, base + periods, missing, weights, state);
    let prior = fit.groupMean[group];
    let share = fit.groupActive[group];
    if (regions !== null && fit.regions !== undefined) {
      const cell = regionCell(fit.regions, group, regions[s]);
      prior *= fit.regions.mean[cell];
      share *= fit.regions.active[cell];
    }
    seriesForecast(state, fit, prior, share);
    const at = outOffset + s;
    out.mean[at] = state[slot.mean];
    out.dispersionWithin[at] = state[slot.within];
    out.dispersionRate[at] = state[slot.rate];
    const nonzero = state[slot.nonzero];
    const sum = state[slot.sum];
    const adi = nonzero === 0 ? Number.NaN : (state[slot.observed] - state[slot.idle]) / nonzero;
    const cv2 =
      nonzero < 2
        ? 0
        : ((state[slot.squares] - (sum * sum) / nonzero) / (nonzero - 1)) * (nonzero / sum) ** 2;
    out.demandClass[at] = demandClassCode(adi, cv2);
    out.lastDemandAge[at] = nonzero === 0 ? 255 : Math.min(255, state[slot.lastAge]);
  }
}

/** δ^age for ages 0 to periods − 1. */
export function discountWeights(discount: number, periods: number): Float64Array {
  const weights = new Float64Array(periods);
  let weight = 1;
  for (let age = 0; age < periods; age++) {
    weights[age] = weight;
    weight *= discount;
  }
  return weights;
}

/** Reads cells [from, to) of one series into the state: discounted and plain sums, and how it ends. */
export function seriesState(
  history: DemandHistory,
  from: number,
  to: number,
  missing: number,
  weights: Float64Array,
  state: Float64Array,
): void {
  let t = to - 1;
  // The clock of a series stops at its last observation: silence is no demand of zero.
  while (t >= from && (history[t] === missing || !(history[t] >= 0))) t--;
  const end = t;
  let demand = 0;
  let exposure = 0;
  let nonzero = 0;
  let observed = 0;
  let idle = 0;
  let sum = 0;
  let squares = 0;
  let lastAge = 255;
  for (; t >= from; t--) {
    const value = history[t];
    if (value === missing || !(value >= 0)) continue;
    const weight = weights[end - t];
    exposure += weight;
    if (value > 0) {
      if (nonzero === 0) {
        idle = observed;
        lastAge = to - 1 - t;
      }
      demand += weight * value;
      sum += value;
      squares += value * value;
      nonzero++;
    }
    observed++;
  }
  state[slot.demand] = demand;
  state[slot.exposure] = exposure;
  state[slot.nonzero] = nonzero;
  state[slot.observed] = observed;
  state[slot.idle] = nonzero === 0 ? observed : idle;
  state[slot.sum] = sum;
  state[slot.squares] = squares;
  state[slot.unobserved] = to - 1 - end;
  state[slot.lastAge] = lastAge;
}

/** Fills mean, within, rate and alive of the state. */
export function seriesForecast(
  state: Float64Array,
  fit: PoolFit,
  groupMean: number,
  groupActive: number,
): void {
  const alive = chanceAlive(state, fit.deathHazard, groupActive);
  state[slot.alive] = alive;
  const prior = fit.priorShape * fit.overdispersion;
  const shape = state[slot.demand] + prior;
  if (alive <= endedBelow || !(groupMean > 0)) {
    state[slot.mean] = 0;
    state[slot.within] = 0;
    state[slot.rate] = 0;
    return;
  }
  const rate = shape / (state[slot.exposure] + prior / groupMean);
  const ratio = overdispersionOf(state, fit.overdispersion);
  // A part that may have died is a mixture with zero: E = a·rate, E² terms divided by a.
  const posterior = ratio / (shape + ratio) + fit.rateDrift;
  state[slot.mean] = alive * rate;
  state[slot.within] = (fit.withinScale * (ratio - 1)) / (rate * alive);
  state[slot.rate] = (1 + posterior) / alive - 1;
}

/** Variance-to-mean ratio of a period's demand: the series' own sizes, shrunk to what the pool shares. Never below 1. */
export function overdispersionOf(state: Float64Array, shared: number): number {
  const nonzero = state[slot.nonzero];
  if (nonzero === 0) return shared;
  const sum = state[slot.sum];
  // Of a compound Poisson period, Σy²/Σy is the ratio plus the mean.
  const own = Math.max(1, state[slot.squares] / sum - sum / state[slot.observed]);
  return (nonzero * own + overdispersionShape * shared) / (nonzero + overdispersionShape);
}

/** Chance that a series goes on at all, given the periods without demand at its end. */
export function chanceAlive(state: Float64Array, hazard: number, groupActive: number): number {
  const observed = state[slot.observed];
  if (state[slot.unobserved] >= endedAfter || observed === 0) return observed === 0 ? 1 : 0;
  const idle = state[slot.idle];
  if (hazard <= 0 || idle === 0) return 1;
  const nonzero = state[slot.nonzero];
  const share = Math.min(0.95, Math.max(1e-4, groupActive));
  const active = nonzero + activeShape;
  const quiet = observed - idle - nonzero + (activeShape * (1 - share)) / share;
  // Odds of being dead against alive grow with every period without demand.
  let odds = 0;
  for (let i = 0; i < idle; i++) {
    odds = ((odds + hazard) * (active + quiet + i)) / ((quiet + i) * (1 - hazard));
    if (odds > 1e4) return 0;
  }
  return 1 / (1 + odds);
}

const scratch = new Float64Array(slot.length);
