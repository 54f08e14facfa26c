import {
  accuracyOf,
  createAccuracySums,
  judgeSeries,
  type MethodAccuracy,
} from '../../core/forecast/accuracy.ts';
import type { DemandSlice, DistributionForecaster } from '../../core/forecast/distributionForecaster.ts';
import { createForecaster } from '../../core/forecast/distributionMethods.ts';
import type { CreatedForecaster } from '../../core/forecast/forecasterCreation.ts';
import { defaultSettings } from '../../core/forecast/methods.ts';
import { drained } from '../../core/base/drained.ts';

export const judgedLevels = Float64Array.from([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);

export function forecasterOf(
  method: string,
  slice: DemandSlice,
  horizon: number,
  model: string | null = null,
): CreatedForecaster {
  const settings = { ...defaultSettings, season: slice.season };
  return drained(createForecaster(method, slice, { horizon, settings, model, modelFile: 'm.json' }));
}

export function judge(
  forecaster: DistributionForecaster,
  slice: DemandSlice,
  horizon: number,
): MethodAccuracy {
  const sums = createAccuracySums();
  for (let series = 0; series < slice.count; series++) judgeSeries(forecaster, slice, series, horizon, sums);
  return accuracyOf('judged', sums);
}

/** Means, then quantiles, of every series. */
export function createRows(
  forecaster: DistributionForecaster,
  slice: DemandSlice,
  horizon: number,
): Float64Array {
  const width = horizon * (1 + judgedLevels.length);
  const all = new Float64Array(slice.count * width);
  const mean = new Float64Array(horizon);
  const quantiles = new Float64Array(horizon * judgedLevels.length);
  for (let series = 0; series < slice.count; series++) {
    forecaster.forecast(series, judgedLevels, mean, quantiles);
    all.set(mean, series * width);
    all.set(quantiles, series * width + horizon);
  }
  return all;
}
