/**
 * Negative binomial demand by mean ≥ 0 (units) and size in (0, Infinity]: variance = mean + mean² / size, Infinity
 * is the Poisson limit. Small means run a short recurrence from P(0) without allocation; large ones start from a
 * Cornish-Fisher guess, bracket it, and evaluate the incomplete beta function.
 * Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions, chapter 5; Loader (2000) for the probability;
 * the distribution as I_p(size, k + 1) with Lentz's continued fraction (DLMF 8.17.22); the loss follows from
 * k P(k) = q (k − 1 + size) P(k − 1).
 */
import { poissonDeviance, stirlingError } from '../base/logGamma.ts';
import {
  normalQuantile,
  poissonCdf,
  poissonLoss,
  poissonPmf,
  poissonQuantile,
  poissonSf,
  quantileSlack,
} from './poisson.ts';

/** Longest recurrence that is run from P(0). */
const shortWalk = 400;
/** P(0) below this cannot carry a recurrence in double precision. */
const smallestStart = 1e-280;

/** P(D = k). */
export function negativeBinomialPmf(k: number, mean: number, size: number): number {
  if (size === Infinity) return poissonPmf(k, mean);
  if (k < 0 || k !== Math.floor(k) || k === Infinity) return 0;
  if (mean === 0) return k === 0 ? 1 : 0;
  if (k === 0) return probabilityOfZero(mean, size);
  // (size / (size + k)) × binomial probability of `size` successes in `size + k` trials, real-valued.
  const trials = size + k;
  const p = size / (size + mean);
  const q = mean / (size + mean);
  const exponent =
    stirlingError(trials) -
    stirlingError(size) -
    stirlingError(k) -
    poissonDeviance(size, trials * p) -
    poissonDeviance(k, trials * q);
  return (size / trials) * Math.exp(exponent) * Math.sqrt(trials / (2 * Math.PI * size * k));
}

/** P(D ≤ k). */
export function negativeBinomialCdf(k: number, mean: number, size: number): number {
  if (size === Infinity) return poissonCdf(k, mean);
  if (k < 0) return 0;
  if (mean === 0 || k === Infinity) return 1;
  const n = Math.floor(k);
  const start = probabilityOfZero(mean, size);
  if (n <= shortWalk && start > smallestStart) return Math.min(1, walkTo(n, start, mean, size));
  return incomplete(n, mean, size, true);
}

/** P(D > k). */
export function negativeBinomialSf(k: number, mean: number, size: number): number {
  if (size === Infinity) return poissonSf(k, mean);
  if (k < 0) return 1;
  if (mean === 0 || k === Infinity) return 0;
  return incomplete(Math.floor(k), mean, size, false);
}

/** Smallest k with P(D ≤ k) ≥ p; 0 for p ≤ 0, Infinity for p ≥ 1. */
export function negativeBinomialQuantile(p: number, mean: number, size: number): number {
  if (size === Infinity) return poissonQuantile(p, mean);
  if (mean === 0 || p <= 0) return 0;
  if (p >= 1) return Infinity;
  const goal = p - quantileSlack;
  const start = probabilityOfZero(mean, size);
  if (start >= goal) return 0;
  if (start > smallestStart) {
    const q = mean / (size + mean);
    let term = start;
    let cumulative = start;
    for (let k = 1; k <= shortWalk; k++) {
      term *= (q * (k - 1 + size)) / k;
      cumulative += term;
      if (cumulative >= goal) return k;
    }
  }
  return largeQuantile(p, goal, mean, size);
}

/** E[(D − x)⁺] in units, for any real x. */
export function negativeBinomialLoss(x: number, mean: number, size: number): number {
  if (size === Infinity) return poissonLoss(x, mean);
  if (x < 0) return mean - x;
  if (mean === 0 || x === Infinity) return 0;
  const n = Math.floor(x);
  const above = negativeBinomialSf(n, mean, size);
  const at = negativeBinomialPmf(n, mean, size);
  return Math.max(0, (mean - n) * above + mean * (1 + n / size) * at - (x - n) * above);
}

function probabilityOfZero(mean: number, size: number): number {
  return Math.exp(-size * Math.log1p(mean / size));
}

function walkTo(n: number, start: number, mean: number, size: number): number {
  const q = mean / (size + mean);
  let term = start;
  let cumulative = start;
  for (let k = 1; k <= n; k++) {
    term *= (q * (k - 1 + size)) / k;
    cumulative += term;
  }
  return cumulative;
}

/** P(D ≤ n) = I_p(size, n + 1), or its complement, by whichever side's continued fraction converges. */
function incomplete(n: number, mean: number, size: number, lower: boolean): number {
  const p = size / (size + mean);
  const q = mean / (size + mean);
  const scale = negativeBinomialPmf(n, mean, size) * (size + n);
  const lowerConverges = p < (size + 1) / (size + n + 3);
  const value = lowerConverges
    ? scale * q * (betaFraction(size, n + 1, p) / size)
    : scale * q * (betaFraction(n + 1, size, q) / (n + 1));
  const tail = Math.min(1, Math.max(0, value));
  return lowerConverges === lower ? tail : 1 - tail;
}

/** The continued fraction of I_x(a, b) by modified Lentz; needs O(√max(a, b)) steps where x < (a + 1) / (a + b + 2). */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let fraction = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + even / c;
    if (Math.abs(c) < tiny) c = tiny;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + odd / c;
    if (Math.abs(c) < tiny) c = tiny;
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return fraction;
}

function largeQuantile(p: number, goal: number, mean: number, size: number): number {
  const deviation = Math.sqrt(mean + (mean * mean) / size);
  const skewness = (1 + (2 * mean) / size) / deviation;
  const z = normalQuantile(p);
  const guess = Math.max(0, Math.floor(mean + deviation * (z + (skewness * (z * z - 1)) / 6)));
  let high = guess;
  let low = guess;
  let step = Math.max(1, Math.floor(deviation / 64));
  while (negativeBinomialCdf(high, mean, size) < goal) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  if (high === guess) {
    // The answer is at or below the guess: move a lower end down until the distribution is below the goal there.
    low = guess;
    for (;;) {
      if (low === 0) break;
      const next = Math.max(0, low - step);
      if (negativeBinomialCdf(next, mean, size) < goal) {
        low = next + 1;
        break;
      }
      high = next;
      low = next;
      step *= 2;
    }
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (negativeBinomialCdf(middle, mean, size) >= goal) high = middle;
    else low = middle + 1;
  }
  return high;
}
