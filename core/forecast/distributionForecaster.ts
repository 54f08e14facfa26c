/**
 * What every forecast is here: for a series of a table, each coming period's mean and quantiles. Implementations read
 * cells before their `end` alone, so that the same code forecasts the future and held-back periods.
 */
import { negativeBinomialQuantile } from './negativeBinomial.ts';

export interface DistributionForecaster {
  /** Name of the method that serves a series. */
  readonly methodOf: (series: number) => string;
  /**
   * Fills `mean` (horizon) and `quantiles` (horizon × levels, a period's levels together). Levels rise, and so do
   * the quantiles of a period.
   */
  readonly forecast: (
    series: number,
    levels: Float64Array,
    mean: Float64Array,
    quantiles: Float64Array,
  ) => void;
}

/** Cells that a forecaster may read. */
export interface DemandSlice {
  /** Series-major, NaN is not observed. */
  readonly values: Float64Array;
  /** Cells a series has in `values`. */
  readonly periods: number;
  readonly count: number;
  /** Periods before the origin: [0, end) is history. */
  readonly end: number;
  /** Pool group of each series, or null where all are one pool. */
  readonly groups: Uint16Array | null;
  readonly groupCount: number;
  /** Periods in a season. */
  readonly season: number;
  /** What demand comes in: 1 for whole numbers, a power of ten below it for decimals. */
  readonly unit: number;
}

/** The same negative binomial for one period, in units of `unit`. */
export function fillNegativeBinomial(
  mean: number,
  size: number,
  unit: number,
  levels: Float64Array,
  quantiles: Float64Array,
  offset: number,
): void {
  for (let q = 0; q < levels.length; q++) {
    const whole = negativeBinomialQuantile(levels[q], mean, size);
    // A power of ten below one is multiplied in by dividing, which keeps 0.3 from becoming 0.30000000000000004.
    quantiles[offset + q] = unit === 1 ? whole : whole / Math.round(1 / unit);
  }
}

/** Largest power of ten (at most 1, at least 0.001) that all values are whole multiples of, to rounding. */
export function demandUnit(values: Float64Array): number {
  let scale = 1;
  for (const value of values) {
    if (!(value > 0)) continue;
    while (scale < 1000 && Math.abs(value * scale - Math.round(value * scale)) > 1e-6) scale *= 10;
    if (scale >= 1000) break;
  }
  return 1 / scale;
}
