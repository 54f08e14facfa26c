/**
 * Teunter-Syntetos-Babai: the probability of demand is smoothed every period (β), the size at demands only (α); the
 * forecast is their product, so a part that has died fades. The probability starts at 1 if the first period has
 * demand, else at 0. O(n), no allocation. No demand → 0. Source: R. H. Teunter, A. A. Syntetos and M. Z. Babai,
 * "Intermittent demand: linking forecasting to inventory obsolescence", EJOR 214 (2011).
 */
export function tsb(values: Float64Array, from: number, to: number, alpha: number, beta: number): number {
  if (to <= from) return 0;
  let size = Math.max(0, values[from]);
  let probability = size > 0 ? 1 : 0;
  for (let t = from + 1; t < to; t++) {
    const value = values[t];
    if (value > 0) {
      size = size > 0 ? alpha * value + (1 - alpha) * size : value;
      probability = beta + (1 - beta) * probability;
    } else {
      probability = (1 - beta) * probability;
    }
  }
  return probability * size;
}
