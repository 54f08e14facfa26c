/**
 * The pooled negative binomial, or the Poisson around the same means, for a table of series: fitted on what lies
 * before the origin. See pooledNegativeBinomial.ts for the method.
 */
import { accumulatePool, createDemandPool } from './demandPool.ts';
import {
  type DemandSlice,
  type DistributionForecaster,
  fillNegativeBinomial,
} from './distributionForecaster.ts';
import { fitPoolInSteps } from './fitPool.ts';
import { leadTimeSize } from './leadTimeDemand.ts';
import {
  discountWeights,
  type PoolFit,
  seriesForecast,
  seriesState,
  slot,
} from './pooledNegativeBinomial.ts';

/** Fits the pool on cells before the origin (series-major, `end` a series), in steps of a few milliseconds. */
export function* fitPooledCells(slice: DemandSlice, cells: Float64Array): Generator<number, PoolFit> {
  const pool = createDemandPool({
    periods: slice.end,
    groupCount: slice.groupCount,
    expectedSeries: slice.count,
  });
  accumulatePool(pool, cells, slice.count, slice.groups, 0);
  return yield* fitPoolInSteps(pool);
}

export function* createPooledForecaster(
  slice: DemandSlice,
  form: 'negativeBinomial' | 'poisson',
): Generator<number, DistributionForecaster> {
  const cells = wholeCells(slice);
  const fit = yield* fitPooledCells(slice, cells);
  const weights = discountWeights(fit.discount, slice.end);
  const state = new Float64Array(slot.length);
  return {
    methodOf: () => form,
    forecast(series, levels, mean, quantiles) {
      const group = slice.groups === null ? 0 : slice.groups[series];
      seriesState(cells, series * slice.end, (series + 1) * slice.end, Number.NaN, weights, state);
      seriesForecast(state, fit, fit.groupMean[group], fit.groupActive[group]);
      const size = form === 'poisson' ? Infinity : leadTimeSize(1, state[slot.within], state[slot.rate]);
      mean.fill(state[slot.mean] * slice.unit);
      fillNegativeBinomial(state[slot.mean], size, slice.unit, levels, quantiles, 0);
      for (let h = 1; h < mean.length; h++) quantiles.copyWithin(h * levels.length, 0, levels.length);
    },
  };
}

/** The cells before the origin, in whole units; the slice's own array where nothing is to be changed. */
export function wholeCells(slice: DemandSlice): Float64Array {
  const { values, periods, count, end, unit } = slice;
  if (end === periods && unit === 1) return values;
  const cells = new Float64Array(count * end);
  const scale = Math.round(1 / unit);
  for (let s = 0; s < count; s++) {
    for (let t = 0; t < end; t++) {
      const value = values[s * periods + t];
      cells[s * end + t] = scale === 1 ? value : Math.round(value * scale);
    }
  }
  return cells;
}
