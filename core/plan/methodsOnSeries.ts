/**
 * Every point method beside the forecast in use, on one series: what it says of the coming months, and how well it
 * would have foretold months that were held back (weighted quantile loss, bias). Units a month. A point method gets its
 * distribution from its own rolling errors. Cost: the methods', times about 25 origins; a few milliseconds a series.
 */
import type { MethodOnSeries } from '../contract/forecast.ts';
import { accuracyOf, type AccuracySums, createAccuracySums, judgeSeries } from '../forecast/accuracy.ts';
import {
  type DemandSlice,
  type DistributionForecaster,
  fillNegativeBinomial,
} from '../forecast/distributionForecaster.ts';
import { createHistoricalQuantiles } from '../forecast/historicalQuantiles.ts';
import { defaultSettings, pointMethodNames, pointMethods } from '../forecast/methods.ts';
import { createRollingErrorForecaster } from '../forecast/rollingErrorForecaster.ts';

/** A flat forecast: the same negative binomial for every month. */
export interface FlatForecast {
  readonly mean: number;
  /** Variance ÷ mean² beyond Poisson; 0 is Poisson. */
  readonly relative: number;
}

export interface SeriesToJudge {
  /** Units a month, NaN not observed. */
  readonly values: Float64Array;
  readonly heldBack: number;
  /** The forecast in use, made from the months before the held-back ones, and from all months. */
  readonly inUseThen: FlatForecast;
  readonly inUseNow: FlatForecast;
}

export const inUseMethod = 'negativeBinomial';
const inUseLabel = 'Pooled negative binomial';
const inUseSource = 'Harrison and Stevens (1976); Bühlmann and Gisler (2005)';
const yardstick = 'historicalQuantiles';
const yardstickLabel = 'Quantiles of the last 12 months';

export const judgedMethods: readonly string[] = [inUseMethod, yardstick, ...pointMethodNames];

export function sliceOf(values: Float64Array, end: number): DemandSlice {
  return {
    values,
    periods: values.length,
    count: 1,
    end,
    groups: null,
    groupCount: 1,
    season: defaultSettings.season,
    unit: 1,
  };
}

/** Adds what a method says of the held-back months of a series to its sums. */
export function judgeMethod(method: string, series: SeriesToJudge, sums: AccuracySums): void {
  const slice = sliceOf(series.values, series.values.length - series.heldBack);
  judgeSeries(forecasterOf(method, slice, series.inUseThen), slice, 0, series.heldBack, sums);
}

/** By loss, smallest first; where there is none to judge, in the order of the table. */
export function methodsOnSeries(series: SeriesToJudge, horizon: number): readonly MethodOnSeries[] {
  const whole = sliceOf(series.values, series.values.length);
  const rows = judgedMethods.map((method): MethodOnSeries => {
    const sums = createAccuracySums();
    judgeMethod(method, series, sums);
    const { weightedQuantileLoss, biasPercent } = accuracyOf(method, sums);
    const mean = new Float64Array(horizon);
    forecasterOf(method, whole, series.inUseNow).forecast(0, middle, mean, new Float64Array(horizon));
    return {
      method,
      label: labelOf(method),
      source: sourceOf(method),
      mean,
      loss: weightedQuantileLoss,
      bias: biasPercent === null ? null : biasPercent / 100,
      inUse: method === inUseMethod,
    };
  });
  return rows.toSorted((a, b) => (a.loss ?? Infinity) - (b.loss ?? Infinity));
}

export function labelOf(method: string): string {
  if (method === inUseMethod) return inUseLabel;
  return method === yardstick ? yardstickLabel : pointMethods[method as keyof typeof pointMethods].label;
}

function sourceOf(method: string): string {
  if (method === inUseMethod) return inUseSource;
  return method === yardstick ? '' : pointMethods[method as keyof typeof pointMethods].source;
}

const middle = Float64Array.of(0.5);

function forecasterOf(method: string, slice: DemandSlice, inUse: FlatForecast): DistributionForecaster {
  if (method === inUseMethod) return flatForecaster(inUse);
  if (method === yardstick) return createHistoricalQuantiles(slice);
  return createRollingErrorForecaster(method as keyof typeof pointMethods, slice, defaultSettings);
}

function flatForecaster({ mean, relative }: FlatForecast): DistributionForecaster {
  const size = relative > 0 ? 1 / relative : Infinity;
  return {
    methodOf: () => inUseMethod,
    forecast(_series, levels, means, quantiles) {
      for (let h = 0; h < means.length; h++) {
        means[h] = mean;
        fillNegativeBinomial(mean, size, 1, levels, quantiles, h * levels.length);
      }
    },
  };
}
