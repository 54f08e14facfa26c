/**
 * Smoothing constants by least squared one-step error: cyclic coordinate descent, each coordinate by golden section
 * over its bounds. The error need not be convex; the start is one of the candidates, so the answer is never worse than
 * it. Deterministic; `rounds` × dimensions × about 20 evaluations. Source: Kiefer (1953) for the golden section.
 */
const ratio = (Math.sqrt(5) - 1) / 2;
const tolerance = 1e-4;

export function smoothingSearch(
  error: (parameters: Float64Array) => number,
  start: readonly number[],
  lowest: readonly number[],
  highest: readonly number[],
  rounds = 3,
): Float64Array {
  const best = Float64Array.from(start);
  let bestError = error(best);
  for (let round = 0; round < rounds; round++) {
    let moved = false;
    for (let i = 0; i < best.length; i++) {
      const before = best[i];
      let low = lowest[i];
      let high = highest[i];
      while (high - low > tolerance) {
        const left = high - ratio * (high - low);
        const right = low + ratio * (high - low);
        best[i] = left;
        const leftError = error(best);
        best[i] = right;
        if (leftError <= error(best)) high = right;
        else low = left;
      }
      best[i] = (low + high) / 2;
      const found = error(best);
      if (found < bestError) {
        bestError = found;
        moved = true;
      } else {
        best[i] = before;
      }
    }
    if (!moved) break;
  }
  return best;
}
