/**
 * Moving average of the last year plus the mean of its own one-step errors over the last `errorPeriods`: an average lags a
 * level that rises or falls by half its length, and its errors say by how much. Never below 0; the plain average where
 * there are fewer than `leastErrors` errors. O(window × errorPeriods), no allocation. Empty range → 0.
 * Source: Makridakis, Wheelwright and Hyndman, Forecasting: Methods and Applications (3rd ed., 1998), section 4/2, for
 * the lag of moving averages under a trend.
 */
import { movingAverage } from './movingAverage.ts';

const errorPeriods = 24;
const leastErrors = 3;

export function driftingAverage(values: Float64Array, from: number, to: number, window: number): number {
  const level = movingAverage(values, from, to, window);
  let errors = 0;
  let count = 0;
  for (let t = Math.max(from + 1, to - errorPeriods); t < to; t++) {
    errors += values[t] - movingAverage(values, from, t, window);
    count++;
  }
  return count < leastErrors ? level : Math.max(0, level + errors / count);
}
