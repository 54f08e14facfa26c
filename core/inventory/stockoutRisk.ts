/**
 * Risk that negative binomial demand D (mean in units, size; Infinity is Poisson) exceeds a stock of x whole units,
 * and the units expected short: P(D > x) and E[(D − x)⁺] in one walk from P(0), using
 * E[(D − x)⁺] = mean − x + Σ_{k ≤ x} (x − k) P(k). O(x) for x ≤ 200; beyond, or where P(0) underflows, by
 * core/forecast/negativeBinomial.ts. The answers are written to `risk` so that hot loops allocate nothing.
 */
import { negativeBinomialLoss, negativeBinomialSf } from '../forecast/negativeBinomial.ts';

/** Slots: [P(D > x), E[(D − x)⁺]]. */
export function stockoutRisk(x: number, mean: number, size: number, risk: Float64Array): void {
  if (!(mean > 0)) {
    risk[0] = 0;
    risk[1] = 0;
    return;
  }
  const start = size === Infinity ? Math.exp(-mean) : Math.exp(-size * Math.log1p(mean / size));
  if (x > 200 || start < 1e-200) {
    risk[0] = negativeBinomialSf(x, mean, size);
    risk[1] = negativeBinomialLoss(x, mean, size);
    return;
  }
  const finite = size !== Infinity;
  const q = finite ? mean / (size + mean) : mean;
  let term = start;
  let cumulative = start;
  let below = x * start;
  for (let k = 1; k <= x; k++) {
    term *= finite ? (q * (k - 1 + size)) / k : q / k;
    cumulative += term;
    below += (x - k) * term;
  }
  risk[0] = cumulative < 1 ? 1 - cumulative : 0;
  const loss = mean - x + below;
  risk[1] = loss > 0 ? loss : 0;
}
