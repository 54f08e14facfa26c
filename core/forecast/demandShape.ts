/**
 * Quantiles of a period's demand from its mean and size, and from the sizes that the series had: whether there is
 * demand at all follows the negative binomial; how much, where there is any, is a mixture of the series' own sizes and
 * of the negative binomial above zero, weighed n : trust for n own sizes. Lumpy parts come in packs and dozens that no
 * two-parameter law knows; trust = Infinity is the negative binomial itself. O(levels × log sizes) evaluations.
 * Source: hurdle models, J. Mullahy, Journal of Econometrics 33 (1986), with an empirical second part.
 */
import { negativeBinomialCdf, negativeBinomialPmf, negativeBinomialQuantile } from './negativeBinomial.ts';

export function demandQuantiles(
  mean: number,
  size: number,
  sizes: Float64Array,
  trust: number,
  levels: Float64Array,
  quantiles: Float64Array,
): void {
  const zero = negativeBinomialPmf(0, mean, size);
  const count = sizes.length;
  for (let q = 0; q < levels.length; q++) {
    const level = levels[q];
    if (zero >= level) {
      quantiles[q] = 0;
      continue;
    }
    const plain = negativeBinomialQuantile(level, mean, size);
    if (trust === Infinity || count === 0) {
      quantiles[q] = plain;
      continue;
    }
    const goal = (level - zero) / (1 - zero) - 1e-12;
    // Of a mixture, a quantile lies between those of its parts.
    const own = sizes[Math.min(count - 1, Math.max(0, Math.ceil(goal * count) - 1))];
    let low = Math.min(plain, own);
    let high = Math.max(plain, own);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const law = (negativeBinomialCdf(middle, mean, size) - zero) / (1 - zero);
      const reached = (countUpTo(sizes, middle) + trust * law) / (count + trust);
      if (reached >= goal) high = middle;
      else low = middle + 1;
    }
    // Far out, rounding of the distribution could let a later level fall behind.
    quantiles[q] = q > 0 ? Math.max(high, quantiles[q - 1]) : high;
  }
}

function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
