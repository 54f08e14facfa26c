/**
 * Croston's method whose two smoothing constants each minimise the squared one-step error of their own sequence
 * (sizes, intervals) between 0.1 and 0.3. O(n) times about 40 for series with demands; the sequences live in a
 * scratch array that grows to the longest series seen. No demand → 0.
 * Source: N. Kourentzes, "On intermittent demand model optimisation and selection", IJPE 156 (2014).
 */
import { sesOptimized } from './sesOptimized.ts';

let sizes = new Float64Array(128);
let intervals = new Float64Array(128);

export function crostonOptimized(
  values: Float64Array,
  from: number,
  to: number,
  lowest = 0.1,
  highest = 0.3,
): number {
  if (to - from > sizes.length) {
    sizes = new Float64Array(2 * (to - from));
    intervals = new Float64Array(2 * (to - from));
  }
  let count = 0;
  let last = from - 1;
  for (let t = from; t < to; t++) {
    if (values[t] > 0) {
      sizes[count] = values[t];
      intervals[count] = t - last;
      last = t;
      count++;
    }
  }
  if (count === 0) return 0;
  return sesOptimized(sizes, 0, count, lowest, highest) / sesOptimized(intervals, 0, count, lowest, highest);
}
