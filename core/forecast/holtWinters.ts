/**
 * Holt-Winters: level, slope and seasonal terms, additive or multiplicative, forecasts not below zero. Starts from
 * the means of the first two seasons; smoothing constants that are not given minimise the squared one-step error.
 * With less than two seasons of history the damped trend serves. The multiplicative form divides by the data's level
 * and is refused where a value is zero. O(n) an evaluation, O(n × 150) when the constants are searched.
 * Source: P. R. Winters, "Forecasting sales by exponentially weighted moving averages", Management Science 6 (1960).
 */
import { badInput } from '../base/errors.ts';
import { dampedHolt } from './holt.ts';
import { smoothingSearch } from './smoothingSearch.ts';

export interface SeasonalSmoothing {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

export type SeasonalForm = 'additive' | 'multiplicative';

export function holtWinters(
  values: Float64Array,
  from: number,
  to: number,
  season: number,
  out: Float64Array,
  form: SeasonalForm = 'additive',
  smoothing?: SeasonalSmoothing,
): void {
  if (form === 'multiplicative') refuseZeros(values, from, to);
  if (season < 2 || to - from < 2 * season) {
    dampedHolt(values, from, to, out);
    return;
  }
  const work = new Float64Array(season);
  const chosen = smoothing ?? searchSeasonal(values, from, to, work, form);
  const { level, slope } = seasonalRun(values, from, to, work, form, chosen);
  for (let h = 0; h < out.length; h++) {
    const trend = level + (h + 1) * slope;
    const term = work[(to - from + h) % season];
    out[h] = Math.max(0, form === 'additive' ? trend + term : trend * term);
  }
}

function refuseZeros(values: Float64Array, from: number, to: number): void {
  for (let t = from; t < to; t++) {
    if (values[t] <= 0) {
      throw badInput({}, 'multiplicative seasonality needs demand in every period; use the additive form');
    }
  }
}

function searchSeasonal(
  values: Float64Array,
  from: number,
  to: number,
  work: Float64Array,
  form: SeasonalForm,
): SeasonalSmoothing {
  const found = smoothingSearch(
    (p) => seasonalRun(values, from, to, work, form, { alpha: p[0], beta: p[1], gamma: p[2] }).squaredError,
    [0.2, 0.05, 0.1],
    [0.01, 0.001, 0.01],
    [0.9, 0.4, 0.6],
  );
  return { alpha: found[0], beta: found[1], gamma: found[2] };
}

/** Runs through the range; `terms` holds the seasonal terms, indexed by position in the season from `from` on. */
function seasonalRun(
  values: Float64Array,
  from: number,
  to: number,
  terms: Float64Array,
  form: SeasonalForm,
  smoothing: SeasonalSmoothing,
) {
  const { alpha, beta, gamma } = smoothing;
  const season = terms.length;
  const additive = form === 'additive';
  let first = 0;
  let second = 0;
  for (let i = 0; i < season; i++) {
    first += values[from + i] / season;
    second += values[from + season + i] / season;
  }
  let slope = (second - first) / season;
  let level = first - ((season + 1) / 2) * slope;
  for (let i = 0; i < season; i++) {
    const trend = level + (i + 1) * slope;
    terms[i] = additive ? values[from + i] - trend : values[from + i] / Math.max(trend, first * 1e-3);
  }
  let squaredError = 0;
  for (let t = from; t < to; t++) {
    const i = (t - from) % season;
    const trend = level + slope;
    const value = values[t];
    const error = value - (additive ? trend + terms[i] : trend * terms[i]);
    squaredError += error * error;
    const deseasoned = additive ? value - terms[i] : value / terms[i];
    const next = alpha * deseasoned + (1 - alpha) * trend;
    slope = beta * (next - level) + (1 - beta) * slope;
    const ownTerm = additive ? value - next : value / Math.max(next, first * 1e-3);
    terms[i] = gamma * ownTerm + (1 - gamma) * terms[i];
    level = next;
  }
  return { level, slope, squaredError };
}
