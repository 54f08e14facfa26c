/**
 * Quantiles of a series' own last 12 observed periods (linear between order statistics), and their mean: the simplest
 * distribution there is, and one that any other has to beat. No observation → zero. O(12 log 12) a series.
 */
import type { DemandSlice, DistributionForecaster } from './distributionForecaster.ts';
import { sampleQuantile } from './rollingErrorForecaster.ts';

const window = 12;

export function createHistoricalQuantiles(slice: DemandSlice): DistributionForecaster {
  const recent = new Float64Array(window);
  return {
    methodOf: () => 'historicalQuantiles',
    forecast(series, levels, mean, quantiles) {
      const base = series * slice.periods;
      let count = 0;
      let sum = 0;
      for (let t = slice.end - 1; t >= 0 && count < window; t--) {
        const value = slice.values[base + t];
        if (Number.isNaN(value)) continue;
        recent[count++] = value;
        sum += value;
      }
      mean.fill(count === 0 ? 0 : sum / count);
      if (count === 0) {
        quantiles.fill(0);
        return;
      }
      const sample = recent.subarray(0, count).toSorted();
      for (let i = 0; i < quantiles.length; i++) {
        quantiles[i] = sampleQuantile(sample, levels[i % levels.length]);
      }
    },
  };
}

/** The forecast of nothing: what every method is measured against. */
export function createZeroForecaster(): DistributionForecaster {
  return {
    methodOf: () => 'zero',
    forecast(_series, _levels, mean, quantiles) {
      mean.fill(0);
      quantiles.fill(0);
    },
  };
}
