/**
 * Every forecasting method by name, as a forecaster of distributions: those with their own, the point methods with one
 * from their rolling errors, and `auto`, which chooses.
 */
import { badInput } from '../base/errors.ts';
import { createAutoForecaster } from './autoForecaster.ts';
import type { DemandSlice, DistributionForecaster } from './distributionForecaster.ts';
import {
  type CreatedForecaster,
  type ForecasterOptions,
  type ForecastProgress,
  withProgress,
} from './forecasterCreation.ts';
import { createHistoricalQuantiles, createZeroForecaster } from './historicalQuantiles.ts';
import { isPointMethod, pointMethodNames, pointMethods } from './methods.ts';
import { createPooledForecaster } from './pooledForecaster.ts';
import { createRollingErrorForecaster } from './rollingErrorForecaster.ts';

type Create = (
  slice: DemandSlice,
  options: ForecasterOptions,
) => Generator<ForecastProgress, CreatedForecaster>;

function once(create: (slice: DemandSlice, options: ForecasterOptions) => DistributionForecaster): Create {
  return function* (slice, options) {
    yield { step: 'fit', done: 0 };
    return { forecaster: create(slice, options), model: null };
  };
}

function* pooled(
  slice: DemandSlice,
  form: 'negativeBinomial' | 'poisson',
): Generator<ForecastProgress, CreatedForecaster> {
  const forecaster = yield* withProgress(createPooledForecaster(slice, form), 'fit', 0);
  return { forecaster, model: null };
}

/** Methods with a distribution of their own, and the two yardsticks. */
const ownDistribution: Readonly<Record<string, { readonly label: string; readonly create: Create }>> = {
  auto: {
    label: 'Best by held-back quantile loss',
    create: createAutoForecaster,
  },
  negativeBinomial: {
    label: 'Pooled negative binomial',
    create: (slice) => pooled(slice, 'negativeBinomial'),
  },
  poisson: {
    label: 'Pooled Poisson',
    create: (slice) => pooled(slice, 'poisson'),
  },
  historicalQuantiles: {
    label: 'Quantiles of the last 12 periods',
    create: once((slice) => createHistoricalQuantiles(slice)),
  },
  zero: { label: 'All zero', create: once(() => createZeroForecaster()) },
};

export const distributionMethodNames: readonly string[] = [
  ...Object.keys(ownDistribution),
  ...pointMethodNames,
];

export function methodLabel(name: string): string {
  return isPointMethod(name) ? pointMethods[name].label : (ownDistribution[name]?.label ?? name);
}

export function createForecaster(
  name: string,
  slice: DemandSlice,
  options: ForecasterOptions,
): Generator<ForecastProgress, CreatedForecaster> {
  if (isPointMethod(name)) {
    return once(() => createRollingErrorForecaster(name, slice, options.settings))(slice, options);
  }
  const own = ownDistribution[name];
  if (own === undefined) throw badInput({}, `there is no method "${name}"`);
  return own.create(slice, options);
}
