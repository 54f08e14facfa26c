/**
 * Gives a point method a distribution: its one-step errors at the last origins of the series, added to the forecast
 * and cut at zero, are the sample that quantiles are read from (linear between order statistics, rounded to the unit
 * that demand comes in). A series too short
 * for errors gets the Poisson distribution around its forecast. Cost: the method's, times the number of origins.
 * Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice (3rd ed.), section 5.5 (bootstrapped
 * residuals), with the in-sample residuals replaced by rolling-origin errors.
 */
import {
  type DemandSlice,
  type DistributionForecaster,
  fillNegativeBinomial,
} from './distributionForecaster.ts';
import { type MethodSettings, pointMethods, type PointMethodName } from './methods.ts';

/** Origins whose errors are used, by what a forecast costs. */
const originsOfCheap = 24;
const originsOfSearched = 12;
/** Methods that search their parameters at every origin. */
const searched: ReadonlySet<PointMethodName> = new Set(['holt', 'dampedHolt', 'holtWinters', 'theta']);
/** Methods whose values must keep their place in the season: gaps are filled, not closed. */
const seasonal: ReadonlySet<PointMethodName> = new Set(['seasonalNaive', 'holtWinters', 'theta']);
const leastErrors = 3;

export function createRollingErrorForecaster(
  name: PointMethodName,
  slice: DemandSlice,
  settings: MethodSettings,
): DistributionForecaster {
  const method = pointMethods[name];
  const origins = searched.has(name) ? originsOfSearched : originsOfCheap;
  const values = new Float64Array(slice.end);
  const errors = new Float64Array(origins);
  const one = new Float64Array(1);
  const perUnit = Math.round(1 / slice.unit);
  return {
    methodOf: () => name,
    forecast(series, levels, mean, quantiles) {
      const horizon = mean.length;
      const { length, gap } = observedValues(slice, series, seasonal.has(name), values);
      const reach = new Float64Array(gap + horizon);
      method.forecast(values, 0, length, settings, reach);
      mean.set(reach.subarray(gap));
      let count = 0;
      for (let to = Math.max(1, length - origins); to < length; to++) {
        method.forecast(values, 0, to, settings, one);
        errors[count++] = values[to] - one[0];
      }
      const sample = errors.subarray(0, count).toSorted();
      for (let h = 0; h < horizon; h++) {
        if (count < leastErrors) {
          fillNegativeBinomial(
            mean[h] / slice.unit,
            Infinity,
            slice.unit,
            levels,
            quantiles,
            h * levels.length,
          );
        } else {
          for (let q = 0; q < levels.length; q++) {
            const quantile = Math.max(0, mean[h] + sampleQuantile(sample, levels[q]));
            quantiles[h * levels.length + q] = Math.round(quantile * perUnit) / perUnit;
          }
        }
      }
    },
  };
}

/** Quantile of a sorted sample, linear between order statistics (R's type 7). */
export function sampleQuantile(sorted: Float64Array, level: number): number {
  const at = (sorted.length - 1) * level;
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/**
 * Copies the observed values of a series, oldest first. Gaps inside are closed, or for seasonal methods filled with
 * the value a season earlier, else with the mean so far. `gap` is what was not observed at the end (seasonal and trend
 * methods forecast across it).
 */
function observedValues(slice: DemandSlice, series: number, keepPlaces: boolean, into: Float64Array) {
  const base = series * slice.periods;
  let end = slice.end;
  while (end > 0 && Number.isNaN(slice.values[base + end - 1])) end--;
  let length = 0;
  let sum = 0;
  for (let t = 0; t < end; t++) {
    const value = slice.values[base + t];
    if (!Number.isNaN(value)) {
      into[length++] = value;
      sum += value;
    } else if (keepPlaces && length > 0) {
      const filled = length >= slice.season ? into[length - slice.season] : sum / length;
      into[length++] = filled;
      sum += filled;
    }
  }
  return { length, gap: length === 0 ? 0 : slice.end - end };
}
