/**
 * What `ballast forecast` does, as a pure function: reads options, fits the method on a history table (a generator, so
 * that long training shows progress and can be stopped), and hands back the rows of the forecast file in chunks, a
 * summary, and the learnt model where there is a new one.
 */
import { badInput } from '../base/errors.ts';
import type { DemandSlice, DistributionForecaster } from './distributionForecaster.ts';
import { demandUnit } from './distributionForecaster.ts';
import { createForecaster, distributionMethodNames } from './distributionMethods.ts';
import { forecastFileChunks } from './forecastFile.ts';
import type { ForecastProgress } from './forecasterCreation.ts';
import type { HistoryTable } from './historyFile.ts';
import { seasonOf } from './historyPeriods.ts';
import { defaultSettings, type MethodSettings } from './methods.ts';

export interface ForecastOptions {
  readonly method: string;
  readonly horizon: number;
  readonly levels: readonly number[];
  readonly alpha?: number;
  readonly beta?: number;
  /** Text of a model file that an earlier run wrote, where there is one. */
  readonly model?: string;
  readonly modelFile?: string;
}

export interface ForecastRun {
  /** The forecast file, chunk by chunk. Can be called once or again. */
  readonly chunks: () => Generator<string, void>;
  readonly series: number;
  /** Series served by each method. */
  readonly methods: Readonly<Record<string, number>>;
  /** Text of the model file to write; null where no model was learnt in this run. */
  readonly model: string | null;
}

const longestHorizon = 520;

export function* forecastHistory(
  table: HistoryTable,
  options: ForecastOptions,
): Generator<ForecastProgress, ForecastRun> {
  checkOptions(options);
  const slice = historySlice(table, table.periods.length);
  const { forecaster, model } = yield* createForecaster(options.method, slice, {
    horizon: options.horizon,
    settings: methodSettings(slice.season, options.alpha, options.beta),
    model: options.model ?? null,
    modelFile: options.modelFile ?? '--model',
  });
  return {
    chunks: () => forecastFileChunks(table, forecaster, options.horizon, options.levels),
    series: table.items.length,
    methods: countMethods(forecaster, table.items.length),
    model,
  };
}

/** The table up to period `end`, as forecasters read it. Rows of one item at several locations form a pool group. */
export function historySlice(table: HistoryTable, end: number): DemandSlice {
  const { items, locations, periods, values, periodKind } = table;
  let groups: Uint16Array | null = null;
  let groupCount = 1;
  if (locations !== null) {
    const numbers = new Map<string, number>();
    const found = Uint32Array.from(items, (item) => {
      const known = numbers.get(item) ?? numbers.size;
      numbers.set(item, known);
      return known;
    });
    // A group of one series is no pool, and a group's number has 16 bits.
    if (numbers.size < items.length && numbers.size <= 65_536) {
      groups = Uint16Array.from(found);
      groupCount = numbers.size;
    }
  }
  return {
    values,
    periods: periods.length,
    count: items.length,
    end,
    groups,
    groupCount,
    season: seasonOf[periodKind],
    unit: demandUnit(values),
  };
}

export function methodSettings(season: number, alpha?: number, beta?: number): MethodSettings {
  return {
    ...defaultSettings,
    season,
    ...(alpha === undefined ? {} : { alpha }),
    ...(beta === undefined ? {} : { beta }),
  };
}

function checkOptions({ method, horizon, levels, alpha, beta }: ForecastOptions): void {
  if (!distributionMethodNames.includes(method)) {
    throw badInput({}, `--method ${method} is not one of ${distributionMethodNames.join(', ')}`);
  }
  if (!Number.isInteger(horizon) || horizon < 1 || horizon > longestHorizon) {
    throw badInput({}, `--horizon is a whole number of periods from 1 to ${longestHorizon}`);
  }
  const rising = levels.every((level, i) => level > 0 && level < 1 && (i === 0 || level > levels[i - 1]));
  if (levels.length === 0 || !rising) {
    throw badInput({}, '--levels are probabilities between 0 and 1, each higher than the one before');
  }
  for (const [name, value] of [
    ['--alpha', alpha],
    ['--beta', beta],
  ] as const) {
    if (value !== undefined && !(value > 0 && value <= 1)) {
      throw badInput({}, `${name} is above 0 and at most 1`);
    }
  }
}

function countMethods(forecaster: DistributionForecaster, series: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let s = 0; s < series; s++) {
    const name = forecaster.methodOf(s);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
