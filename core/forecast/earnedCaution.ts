/**
 * How much of the coming demand quantiles may count on, so that a fall of all demand after the origin does not make a
 * forecast worse than forecasting nothing. Where only a share f of the demands comes, the quantile loss against that of
 * nothing is
 *
 *   ratio(f) = loss + staked · (1 / f − 1)
 *
 * with the loss on held-back periods and what the quantiles would lose if nothing came (staked), both as shares of what
 * nothing loses there. Staking less is best done by asking, at caution c, for the quantile at 1 − (1 − level) / c: of all
 * forecasts that stand a fall, this one gains most without it (a unit of a quantile is worth P(more) − (1 − level)
 * without the fall and f·P(more) − (1 − level) with it; the Lagrangian of the one under the other is such a level).
 * What is plausible is the worst fall that the data itself shows from year to year, and, where little is gained
 * anyway, a fall to a half: there caution costs next to nothing. O(cells). Source: the idea of an order that stands the
 * worst of plausible demands is H. Scarf's, "A min-max solution of an inventory problem" (1958).
 */
import type { DemandSlice } from './distributionForecaster.ts';

/** Cautions that are tried, least caution first; at the last all quantiles up to level 0.9 are zero. */
export const cautions: readonly number[] = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];

/** What a forecast may lose against nothing after a plausible fall. */
export const mostLoss = 1.005;
/** Standard errors by which the held-back loss is taken to be too good. */
const doubt = 1;
/**
 * A gain below the first figure has to stand a deep fall, one above the second only what the data shows, and that no
 * deeper than `mildFall`: to prepare for more would cost what a forecast is for.
 */
const littleGain = 0.05;
const largeGain = 0.15;
const deepFall = 0.5;
const mildFall = 0.7;

/** A forecast on held-back periods, in shares of what forecasting nothing loses there. */
export interface Stake {
  readonly loss: number;
  readonly staked: number;
  /** Standard error of the loss, series being independent. */
  readonly error: number;
}

/** Loss, with its error, when only the share `fall` of the demands comes, against what nothing loses then. */
export function lossAfter({ loss, staked, error }: Stake, fall: number): number {
  return staked === 0 ? 1 : loss + doubt * error + staked * (1 / fall - 1);
}

/** Share that demand over the horizon may fall to; `gain` is what the best forecast saves of nothing's loss. */
export function plausibleFall(slice: DemandSlice, horizon: number, gain: number): number {
  const reach = Math.min(1, Math.max(0, (gain - littleGain) / (largeGain - littleGain)));
  const supposed = deepFall + (1 - deepFall) * reach;
  const deepest = deepFall + (mildFall - deepFall) * reach;
  return Math.min(supposed, Math.max(deepest, worstFallSeen(slice, horizon)));
}

/**
 * Lowest ratio of the demand of a horizon, filled up to whole seasons because a season is no fall, to that of as many
 * periods before, over series observed in both. 1 where the history is too short to say.
 */
export function worstFallSeen({ values, periods, count, end, season }: DemandSlice, horizon: number): number {
  const length = Math.ceil(horizon / season) * season;
  let worst = 1;
  const step = Math.max(1, Math.floor(length / 2));
  for (let at = end - length; at - length >= 0; at -= step) {
    let before = 0;
    let after = 0;
    for (let s = 0; s < count; s++) {
      const base = s * periods + at;
      for (let t = 0; t < length; t++) {
        const earlier = values[base - length + t];
        const later = values[base + t];
        if (!(earlier >= 0) || !(later >= 0)) continue;
        before += earlier;
        after += later;
      }
    }
    if (before > 0) worst = Math.min(worst, after / before);
  }
  return worst;
}

/** The levels to ask for instead, for quantiles that count on a share of the demand alone; below zero is no demand. */
export function cautiousLevels(levels: Float64Array, caution: number): Float64Array {
  return caution === 1 ? levels : levels.map((level) => Math.max(0, 1 - (1 - level) / caution));
}
