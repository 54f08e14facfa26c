/**
 * Poisson demand: probability, distribution, quantile and first-order loss for a mean ≥ 0 in units. Small means run
 * a short recurrence from P(0); large ones sum outwards from the point asked for, which takes O(√mean) terms.
 * Source: N. L. Johnson, A. W. Kemp, S. Kotz, Univariate Discrete Distributions, chapter 4; Loader (2000) for the
 * probability; the loss identity is Zipkin, Foundations of Inventory Management, section C.2.3.
 */
import { poissonDeviance, stirlingError } from '../base/logGamma.ts';

const smallMean = 30;
const negligible = 1e-18;
/** A probability within this of a step of the distribution counts as reached: rounding must not move a quantile. */
export const quantileSlack = 1e-14;

/** P(D = k). */
export function poissonPmf(k: number, mean: number): number {
  if (k < 0 || k !== Math.floor(k)) return 0;
  if (mean === 0) return k === 0 ? 1 : 0;
  if (k === 0) return Math.exp(-mean);
  if (k === Infinity) return 0;
  return Math.exp(-stirlingError(k) - poissonDeviance(k, mean)) / Math.sqrt(2 * Math.PI * k);
}

/** P(D ≤ k). */
export function poissonCdf(k: number, mean: number): number {
  if (k < 0) return 0;
  if (mean === 0 || k === Infinity) return 1;
  const n = Math.floor(k);
  return n < mean ? Math.min(1, sumDown(n, mean)) : 1 - sumUp(n + 1, mean);
}

/** P(D > k). */
export function poissonSf(k: number, mean: number): number {
  if (k < 0) return 1;
  if (mean === 0 || k === Infinity) return 0;
  const n = Math.floor(k);
  return n < mean ? Math.max(0, 1 - sumDown(n, mean)) : sumUp(n + 1, mean);
}

/** Smallest k with P(D ≤ k) ≥ p; 0 for p ≤ 0, Infinity for p ≥ 1. */
export function poissonQuantile(p: number, mean: number): number {
  if (mean === 0 || p <= 0) return 0;
  if (p >= 1) return Infinity;
  const goal = p - quantileSlack;
  if (mean < smallMean) {
    let term = Math.exp(-mean);
    let cumulative = term;
    let k = 0;
    while (cumulative < goal && k < 1000) {
      k++;
      term *= mean / k;
      cumulative += term;
    }
    return k;
  }
  const z = normalQuantile(p);
  let k = Math.max(0, Math.floor(mean + z * Math.sqrt(mean) + (z * z - 1) / 6));
  let cumulative = poissonCdf(k, mean);
  let term = poissonPmf(k, mean);
  while (cumulative < goal) {
    k++;
    term *= mean / k;
    if (cumulative + term === cumulative) return k;
    cumulative += term;
  }
  while (k > 0 && cumulative - term >= goal) {
    cumulative -= term;
    term *= k / mean;
    k--;
  }
  return k;
}

/** E[(D − x)⁺] in units, for any real x. */
export function poissonLoss(x: number, mean: number): number {
  if (x < 0) return mean - x;
  if (mean === 0 || x === Infinity) return 0;
  const n = Math.floor(x);
  const above = poissonSf(n, mean);
  return Math.max(0, (mean - n) * above + mean * poissonPmf(n, mean) - (x - n) * above);
}

/** Standard normal quantile, absolute error below 4.5e-4 (Abramowitz and Stegun 26.2.23): a start for a walk. */
export function normalQuantile(p: number): number {
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * Math.log(tail));
  const z =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return p < 0.5 ? -z : z;
}

function sumDown(from: number, mean: number): number {
  let term = poissonPmf(from, mean);
  let sum = term;
  for (let k = from; k > 0 && term > negligible * sum; k--) {
    term *= k / mean;
    sum += term;
  }
  return sum;
}

function sumUp(from: number, mean: number): number {
  let term = poissonPmf(from, mean);
  let sum = term;
  for (let k = from + 1; term > negligible * sum; k++) {
    term *= mean / k;
    sum += term;
  }
  return sum;
}
