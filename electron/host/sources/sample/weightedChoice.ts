import type { Random } from '../../../../core/base/random.ts';

/** Draws indices in proportion to non-negative weights. O(n) to create, O(log n) a draw. */
export function createWeightedChoice(weights: ArrayLike<number>): (random: Random) => number {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) cumulative[i] = total += weights[i];
  return (random) => {
    const target = random.next() * total;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulative[middle] > target) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/**
 * Draws exactly `count` different indices in ascending order, each with a probability in proportion to its
 * weight (capped at certainty): systematic sampling over the cumulative inclusion probabilities. O(n).
 * Source: Särndal, Swensson and Wretman, Model Assisted Survey Sampling (1992), section 3.6.2.
 */
export function drawSubset(weights: Float64Array, count: number, random: Random): Int32Array {
  const n = weights.length;
  const chosen = new Int32Array(Math.min(count, n));
  if (count >= n) return chosen.map((_, index) => index);
  const factor = inclusionFactor(weights, count);
  let at = 0;
  let cumulative = 0;
  const start = random.next();
  for (let i = 0; i < n && at < count; i++) {
    cumulative += Math.min(1, weights[i] * factor);
    // Rounding may leave the sum just short of the last boundary: the last places are then taken from the end.
    if (cumulative > start + at || n - i === count - at) chosen[at++] = i;
  }
  return chosen;
}

/** The factor by which Σ min(1, weight × factor) = count. Each pass fixes the weights that reached certainty. */
function inclusionFactor(weights: Float64Array, count: number): number {
  let factor = 0;
  for (let pass = 0; pass < 50; pass++) {
    let certain = 0;
    let rest = 0;
    for (const weight of weights) {
      if (weight * factor >= 1) certain++;
      else rest += weight;
    }
    const next = rest > 0 ? (count - certain) / rest : factor;
    if (next <= factor * (1 + 1e-12)) break;
    factor = next;
  }
  return factor;
}
