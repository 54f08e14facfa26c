/**
 * Theta: SES with drift, the drift being half the slope of a straight line through the series; seasonal means are
 * taken out first where the autocorrelation at the season says so (90 % test), additively, because parts have zeros.
 * Not below zero. O(n) with the α search's constant. Sources: V. Assimakopoulos and K. Nikolopoulos, "The theta
 * model", IJF 16 (2000); R. J. Hyndman and B. Billah, "Unmasking the Theta method", IJF 19 (2003).
 */
import { optimalAlpha } from './sesOptimized.ts';

export function theta(
  values: Float64Array,
  from: number,
  to: number,
  season: number,
  out: Float64Array,
  alpha?: number,
): void {
  const n = to - from;
  if (n <= 0) {
    out.fill(0);
    return;
  }
  const level = values.slice(from, to);
  const terms = isSeasonal(level, season) ? removeSeason(level, season) : null;
  const smoothing = alpha ?? optimalAlpha(level, 0, n, 0.05, 0.95);
  let smooth = level[0];
  for (let t = 1; t < n; t++) smooth = smoothing * level[t] + (1 - smoothing) * smooth;
  const drift = slopeOf(level) / 2;
  const reach = (1 - (1 - smoothing) ** n) / smoothing;
  for (let h = 0; h < out.length; h++) {
    const term = terms === null ? 0 : terms[(n + h) % season];
    out[h] = Math.max(0, smooth + drift * (h + reach) + term);
  }
}

function slopeOf(values: Float64Array): number {
  const n = values.length;
  if (n < 2) return 0;
  const middle = (n - 1) / 2;
  let sum = 0;
  for (let t = 0; t < n; t++) sum += (t - middle) * values[t];
  return (12 * sum) / (n * (n * n - 1));
}

function isSeasonal(values: Float64Array, season: number): boolean {
  const n = values.length;
  if (season < 2 || n < 3 * season) return false;
  let mean = 0;
  for (const value of values) mean += value / n;
  const correlation = (lag: number): number => {
    let sum = 0;
    let total = 0;
    for (let t = 0; t < n; t++) {
      total += (values[t] - mean) ** 2;
      if (t >= lag) sum += (values[t] - mean) * (values[t - lag] - mean);
    }
    return total > 0 ? sum / total : 0;
  };
  let variance = 1;
  for (let lag = 1; lag < season; lag++) variance += 2 * correlation(lag) ** 2;
  return correlation(season) > 1.645 * Math.sqrt(variance / n);
}

/** Takes the seasonal means out of the values and returns them; they sum to zero. */
function removeSeason(values: Float64Array, season: number): Float64Array {
  const terms = new Float64Array(season);
  const counts = new Float64Array(season);
  let mean = 0;
  for (let t = 0; t < values.length; t++) {
    mean += values[t] / values.length;
    terms[t % season] += values[t];
    counts[t % season]++;
  }
  let rest = 0;
  for (let i = 0; i < season; i++) {
    terms[i] = terms[i] / counts[i] - mean;
    rest += terms[i] / season;
  }
  for (let i = 0; i < season; i++) terms[i] -= rest;
  for (let t = 0; t < values.length; t++) values[t] -= terms[t % season];
  return terms;
}
