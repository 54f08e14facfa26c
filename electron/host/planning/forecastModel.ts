import { demandClasses, type DemandClass } from '../../../core/forecast/demandClass.ts';
import { accumulatePool, createDemandPool, heldBackLength } from '../../../core/forecast/demandPool.ts';
import { fitPoolInSteps } from '../../../core/forecast/fitPool.ts';
import { leadTimeSize } from '../../../core/forecast/leadTimeDemand.ts';
import {
  createPositionForecaster,
  createPositionSample,
  learnPositions,
  samplePositions,
  type PositionSample,
} from '../../../core/forecast/learntPositions.ts';
import { negativeBinomialQuantile } from '../../../core/forecast/negativeBinomial.ts';
import {
  forecastBlock,
  type PooledForecastColumns,
  type PoolFit,
} from '../../../core/forecast/pooledNegativeBinomial.ts';
import { notObserved } from '../../../core/model/position.ts';

/** Weighted quantile losses of a segment's held-back months. */
export interface SegmentLoss {
  readonly demandClass: DemandClass;
  readonly series: number;
  readonly pooled: number;
  readonly learnt: number;
}

/** What is kept with the plan between trainings: the pool always, trees where they were better for any segment. */
export interface ForecastModel {
  readonly fit: PoolFit;
  readonly trees: {
    readonly text: string;
    /** Demand classes that the trees forecast; the pool does the others. */
    readonly classes: readonly DemandClass[];
    readonly losses: readonly SegmentLoss[];
  } | null;
}

export interface LearningTask {
  readonly periods: number;
  readonly groupCount: number;
  readonly series: number;
  /** Whether trees are tried beside the pool. */
  readonly isTrees: boolean;
}

type Visit = (values: Uint16Array, rows: number, groups: Uint16Array, firstSeries: number) => void;

/** With fewer series there is too little to learn from; with more, forecasting by trees takes longer than it may. */
const leastSeries = 1_000;
const mostSeries = 200_000;
/** By how much a segment's loss has to fall before the trees take it over: less is chance. */
const leastGain = 0.005;

/**
 * Fits the pool on all months, and learns trees on the months before the last few, which then decide, by quantile loss
 * and demand class, which of the two forecasts a segment. Reads every history once. Yields the share done.
 */
export function* learnForecast(
  task: LearningTask,
  eachHistory: (visit: Visit) => Generator<number>,
): Generator<number, ForecastModel> {
  const { periods, groupCount, series } = task;
  const options = { periods, groupCount, expectedSeries: series };
  const pool = createDemandPool(options);
  const length = heldBackLength(periods);
  const isTrees = task.isTrees && length > 0 && series >= leastSeries && series <= mostSeries;
  const before = createDemandPool({ ...options, periods: periods - length });
  const sample = createPositionSample(options);
  let cut = new Uint16Array(0);
  for (const share of eachHistory((values, rows, groups, firstSeries) => {
    accumulatePool(pool, values, rows, groups, firstSeries);
    if (!isTrees) return;
    samplePositions(sample, values, rows, groups, firstSeries);
    const kept = periods - length;
    if (cut.length < rows * kept) cut = new Uint16Array(rows * kept);
    for (let row = 0; row < rows; row++) {
      cut.set(values.subarray(row * periods, row * periods + kept), row * kept);
    }
    accumulatePool(before, cut, rows, groups, firstSeries);
  })) {
    yield share * (isTrees ? 0.1 : 0.7);
  }
  let done = isTrees ? 0.1 : 0.7;
  const approach = (): number => (done += (1 - done) * 0.01);
  const fit = yield* inSteps(fitPoolInSteps(pool), approach);
  if (!isTrees) return { fit, trees: null };
  const fitBefore = yield* inSteps(fitPoolInSteps(before), approach);
  const text = yield* inSteps(learnPositions(endingAt(sample, periods - length), length), approach);
  const losses = yield* inSteps(heldBackLosses(sample, text, fitBefore, periods - length), approach);
  const classes = losses
    .filter(({ pooled, learnt }) => learnt < pooled * (1 - leastGain))
    .map(({ demandClass }) => demandClass);
  return { fit, trees: classes.length === 0 ? null : { text, classes, losses } };
}

/** Replaces, in a block that the pool has forecast, the rows of the classes that the trees do better. */
export function createLearntForecaster(
  model: ForecastModel,
): (
  values: Uint16Array,
  periods: number,
  rows: number,
  groups: Uint16Array,
  columns: PooledForecastColumns,
  from: number,
) => void {
  const { trees, fit } = model;
  if (trees === null) return () => undefined;
  const forecast = createPositionForecaster(trees.text, 'the forecast model in the replica', fit);
  const isLearnt = demandClasses.map((name) => trees.classes.includes(name));
  return (values, periods, rows, groups, columns, from) => {
    const own = blockColumns(rows);
    forecast(values, periods, rows, groups, own, 0);
    for (let row = 0; row < rows; row++) {
      const p = from + row;
      if (!isLearnt[columns.demandClass[p]] || columns.mean[p] === 0) continue;
      columns.mean[p] = own.mean[row];
      columns.dispersionWithin[p] = own.dispersionWithin[row];
      columns.dispersionRate[p] = own.dispersionRate[row];
    }
  };
}

/** Both models forecast the held-back months of the sample from those before; losses by demand class. */
function* heldBackLosses(
  sample: PositionSample,
  text: string,
  fit: PoolFit,
  kept: number,
): Generator<unknown, SegmentLoss[]> {
  const { periods } = sample;
  const learnt = createPositionForecaster(text, 'the model just learnt', fit);
  const sums = demandClasses.map((demandClass) => ({
    demandClass,
    series: 0,
    pooled: 0,
    learnt: 0,
    demand: 0,
  }));
  for (const run of endingAt(sample, kept).runs.entries()) {
    const [at, { cells, groups }] = run;
    const rows = cells.length / kept;
    const pooledColumns = blockColumns(rows);
    const learntColumns = blockColumns(rows);
    forecastBlock(cells, kept, rows, groups, fit, pooledColumns, 0);
    learnt(cells, kept, rows, groups, learntColumns, 0);
    for (let row = 0; row < rows; row++) {
      const sum = sums[pooledColumns.demandClass[row]];
      const months = sample.runs[at].cells.subarray(row * periods + kept, (row + 1) * periods);
      sum.series++;
      sum.pooled += quantileLoss(pooledColumns, row, months);
      sum.learnt += quantileLoss(learntColumns, row, months);
      for (const units of months) if (units !== notObserved) sum.demand += units;
    }
    yield at;
  }
  return sums
    .filter(({ demand }) => demand > 0)
    .map(({ demandClass, series, pooled, learnt: byTrees, demand }) => ({
      demandClass,
      series,
      pooled: pooled / demand,
      learnt: byTrees / demand,
    }));
}

/** Mean over the levels 0.1 to 0.9 of twice the pinball loss of one-month quantiles, summed over the months. */
function quantileLoss(columns: PooledForecastColumns, row: number, months: Uint16Array): number {
  const size = leadTimeSize(1, columns.dispersionWithin[row], columns.dispersionRate[row]);
  let loss = 0;
  for (let tenth = 1; tenth <= 9; tenth++) {
    const level = tenth / 10;
    const quantile = negativeBinomialQuantile(level, columns.mean[row], size);
    for (const units of months) {
      if (units === notObserved) continue;
      loss += 2 * (units >= quantile ? level * (units - quantile) : (1 - level) * (quantile - units));
    }
  }
  return loss / 9;
}

/** The sample as it was `kept` months into it. */
function endingAt(sample: PositionSample, kept: number): PositionSample {
  const { periods } = sample;
  return {
    ...sample,
    periods: kept,
    runs: sample.runs.map((run) => {
      const rows = run.cells.length / periods;
      const cells = new Uint16Array(rows * kept);
      for (let row = 0; row < rows; row++) {
        cells.set(run.cells.subarray(row * periods, row * periods + kept), row * kept);
      }
      return { ...run, cells };
    }),
  };
}

function blockColumns(rows: number): PooledForecastColumns {
  return {
    mean: new Float32Array(rows),
    dispersionWithin: new Float32Array(rows),
    dispersionRate: new Float32Array(rows),
    demandClass: new Uint8Array(rows),
    lastDemandAge: new Uint8Array(rows),
  };
}

/** Runs steps of unknown number; what is yielded comes closer to 1 with each. */
function* inSteps<T>(steps: Generator<unknown, T>, approach: () => number): Generator<number, T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield approach();
  }
}

export function writeForecastModel({ fit, trees }: ForecastModel): string {
  const pool = { ...fit, groupMean: [...fit.groupMean], groupActive: [...fit.groupActive] };
  return JSON.stringify({ ...pool, trees });
}

/** Null where the model was learnt over other items than there are now. */
export function parseForecastModel(text: string, groupCount: number): ForecastModel | null {
  const { trees = null, ...plain } = JSON.parse(text) as Omit<PoolFit, 'groupMean' | 'groupActive'> & {
    readonly groupMean: readonly number[];
    readonly groupActive: readonly number[];
    readonly trees?: ForecastModel['trees'];
  };
  if (plain.groupMean.length !== groupCount) return null;
  return {
    fit: {
      ...plain,
      groupMean: Float64Array.from(plain.groupMean),
      groupActive: Float64Array.from(plain.groupActive),
    },
    trees,
  };
}

/** The part of a kept model that says what forecasts which class. */
export function readTrees(text: string): ForecastModel['trees'] {
  return (JSON.parse(text) as { readonly trees?: ForecastModel['trees'] }).trees ?? null;
}
