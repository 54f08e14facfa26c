/**
 * Simple exponential smoothing: level += α (value − level), starting at the first value; the forecast is flat.
 * O(n), no allocation. Empty range → 0. Source: R. G. Brown, Statistical Forecasting for Inventory Control (1959);
 * Hyndman, Koehler, Ord and Snyder (2008), section 1.3.
 */
export function ses(values: Float64Array, from: number, to: number, alpha: number): number {
  if (to <= from) return 0;
  let level = values[from];
  for (let t = from + 1; t < to; t++) level = alpha * values[t] + (1 - alpha) * level;
  return level;
}

/** Sum of squared one-step errors of SES over the range. */
export function sesSquaredError(values: Float64Array, from: number, to: number, alpha: number): number {
  if (to <= from) return 0;
  let level = values[from];
  let sum = 0;
  for (let t = from + 1; t < to; t++) {
    const error = values[t] - level;
    sum += error * error;
    level = alpha * values[t] + (1 - alpha) * level;
  }
  return sum;
}
