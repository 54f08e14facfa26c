/**
 * What quantiles are judged by: the pinball loss, level × shortfall where more comes than the quantile and
 * (1 − level) × excess where less does, in the units of the outcome. Summed over the nine levels, doubled and divided by
 * 9 × demand it is the weighted quantile loss. O(1).
 * Source: R. Koenker and G. Bassett, "Regression quantiles", Econometrica 46 (1978).
 */

/** Levels at which forecasts are given and judged unless others are asked for. */
export const judgedLevels: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** `over` is the outcome less the quantile. */
export function pinballLoss(level: number, over: number): number {
  return over >= 0 ? level * over : (level - 1) * over;
}
