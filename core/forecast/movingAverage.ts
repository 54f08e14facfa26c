/**
 * Mean of the last `window` periods, or of all there are. O(window). Empty range → 0.
 * Source: Silver, Pyke and Thomas, Inventory and Production Management in Supply Chains (4th ed.), section 3.4.1.
 */
export function movingAverage(values: Float64Array, from: number, to: number, window: number): number {
  const start = Math.max(from, to - window);
  if (start >= to) return 0;
  let sum = 0;
  for (let t = start; t < to; t++) sum += values[t];
  return sum / (to - start);
}
