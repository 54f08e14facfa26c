/**
 * Holt's linear trend and its damped form: level and slope smoothed apart, forecast = level + (φ + … + φ^h) slope,
 * not below zero. The start is a straight line through the first ten values; smoothing constants that are not given
 * minimise the squared one-step error. O(n) an evaluation, O(n × 100) when they are searched. One value goes on flat.
 * Sources: C. C. Holt, ONR memorandum 52 (1957), reprinted IJF 20 (2004); E. S. Gardner and E. McKenzie, "Forecasting
 * trends in time series", Management Science 31 (1985).
 */
import { smoothingSearch } from './smoothingSearch.ts';

export interface TrendSmoothing {
  readonly alpha: number;
  readonly beta: number;
  /** 1 is Holt's undamped trend. */
  readonly phi: number;
}

export function holt(
  values: Float64Array,
  from: number,
  to: number,
  out: Float64Array,
  smoothing?: TrendSmoothing,
): void {
  trendForecast(values, from, to, out, smoothing ?? searchTrend(values, from, to, 1));
}

export function dampedHolt(
  values: Float64Array,
  from: number,
  to: number,
  out: Float64Array,
  smoothing?: TrendSmoothing,
): void {
  trendForecast(values, from, to, out, smoothing ?? searchTrend(values, from, to, null));
}

function searchTrend(values: Float64Array, from: number, to: number, phi: number | null): TrendSmoothing {
  const free = phi === null;
  if (to - from < 4) return { alpha: 0.3, beta: 0.1, phi: phi ?? 0.9 };
  const found = smoothingSearch(
    (p) => trendRun(values, from, to, { alpha: p[0], beta: p[1], phi: free ? p[2] : phi }).squaredError,
    free ? [0.3, 0.1, 0.9] : [0.3, 0.1],
    free ? [0.01, 0.001, 0.8] : [0.01, 0.001],
    free ? [0.99, 0.5, 0.98] : [0.99, 0.5],
  );
  return { alpha: found[0], beta: found[1], phi: free ? found[2] : phi };
}

function trendForecast(
  values: Float64Array,
  from: number,
  to: number,
  out: Float64Array,
  smoothing: TrendSmoothing,
): void {
  if (to <= from) {
    out.fill(0);
    return;
  }
  const { level, slope } = trendRun(values, from, to, smoothing);
  let damping = 0;
  let power = 1;
  for (let h = 0; h < out.length; h++) {
    power *= smoothing.phi;
    damping += power;
    out[h] = Math.max(0, level + damping * slope);
  }
}

function trendRun(values: Float64Array, from: number, to: number, smoothing: TrendSmoothing) {
  const { alpha, beta, phi } = smoothing;
  const line = firstLine(values, from, to);
  let level = line.level;
  let slope = line.slope;
  let squaredError = 0;
  for (let t = from; t < to; t++) {
    const forecast = level + phi * slope;
    const error = values[t] - forecast;
    squaredError += error * error;
    const next = forecast + alpha * error;
    slope = beta * (next - level) + (1 - beta) * phi * slope;
    level = next;
  }
  return { level, slope, squaredError };
}

/** Level one step before the start, and slope, of a straight line through the first ten values. */
function firstLine(values: Float64Array, from: number, to: number): { level: number; slope: number } {
  const n = Math.min(10, to - from);
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[from + i] / n;
  if (n < 2) return { level: mean, slope: 0 };
  const middle = (n - 1) / 2;
  let across = 0;
  let along = 0;
  for (let i = 0; i < n; i++) {
    across += (i - middle) * (values[from + i] - mean);
    along += (i - middle) * (i - middle);
  }
  const slope = across / along;
  return { level: mean - (middle + 1) * slope, slope };
}
