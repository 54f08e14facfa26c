/**
 * The pieces that forecasting a network's positions is cut into, for any number of compute workers or none. A piece is a
 * kind and plain data (typed arrays, shared ones where both sides see the same bytes); whoever performs it holds nothing
 * but what `open` and `use` told it and the sums that `gather` has added up since. All sums that several performers
 * share are of whole numbers, everything else is handed back in the order it was asked for: one performer or many give
 * the same bits. Pieces are generators, so that a thread with other things to do may stop between steps.
 */
import { mappedSteps } from '../base/mappedSteps.ts';
import { accumulatePool, createDemandPool, type DemandPool } from './demandPool.ts';
import { fitPoolInSteps } from './fitPool.ts';
import type { GroupTree } from './groupTree.ts';
import type { GlobalModel } from './globalModel.ts';
import { learnPositions } from './learntPositions.ts';
import { type ChoiceSums, judgeRuns, type JudgedOrigin } from './positionChoice.ts';
import type { PositionColumns } from './positionColumns.ts';
import { createPositionForecaster, type PositionModel } from './positionForecaster.ts';
import { type SampledRun, sampleRuns, sampleThreshold } from './positionSample.ts';
import type { PoolFit } from './pooledNegativeBinomial.ts';

/** What all pieces of one forecast share. */
export interface PositionJob {
  readonly periods: number;
  /** Months that pools are gathered of: all of them first, then those before the origins that are judged from. */
  readonly ends: readonly number[];
  readonly series: number;
  readonly groupCount: number;
  /** Families of the groups, and regions. */
  readonly tree: GroupTree;
  /** By position. */
  readonly groups: Uint16Array;
  readonly columns: PositionColumns;
}

/** Rows of one location. */
export interface WorkBlock {
  /** The whole location's cells. */
  readonly cells: Uint16Array;
  /** 1 where the item has been replaced here and its history moved. */
  readonly gone: Uint8Array;
  readonly rows: number;
  /** Number of the location's first position. */
  readonly firstPosition: number;
  readonly from: number;
  readonly to: number;
  readonly isDealer: boolean;
  readonly region: number;
}

export interface Gathered {
  /** By the job's ends. */
  readonly pools: readonly DemandPool[];
  readonly runs: readonly SampledRun[];
}

export interface LearningInput {
  readonly runs: readonly SampledRun[];
  readonly periods: number;
  readonly end: number;
  readonly horizon: number;
  readonly fit: PoolFit;
}

export interface JudgingInput {
  readonly runs: readonly SampledRun[];
  readonly periods: number;
  readonly origins: readonly JudgedOrigin[];
  readonly global: GlobalModel | null;
}

/** Every kind of piece: what goes in and what comes out. */
export interface WorkKinds {
  /** Begins a forecast and forgets the former one. */
  readonly open: { readonly input: PositionJob; readonly output: null };
  readonly gather: { readonly input: WorkBlock; readonly output: null };
  /** Hands over what was gathered since `open`, and forgets it. */
  readonly gathered: { readonly input: null; readonly output: Gathered };
  readonly fit: { readonly input: DemandPool; readonly output: PoolFit };
  readonly learn: { readonly input: LearningInput; readonly output: GlobalModel };
  readonly judge: { readonly input: JudgingInput; readonly output: ChoiceSums };
  /** Says what positions are forecast by from now on. */
  readonly use: { readonly input: PositionModel; readonly output: null };
  /** Fills the job's columns for the rows of a block. */
  readonly forecast: { readonly input: WorkBlock; readonly output: null };
}

export type WorkKind = keyof WorkKinds;
export type WorkInput<K extends WorkKind> = WorkKinds[K]['input'];
export type WorkOutput<K extends WorkKind> = WorkKinds[K]['output'];

export interface PositionWork {
  perform<K extends WorkKind>(kind: K, input: WorkInput<K>): Generator<void, WorkOutput<K>>;
}

type Performers = { readonly [K in WorkKind]: (input: WorkInput<K>) => Generator<void, WorkOutput<K>> };

/** Rows that are worked through between two steps: a few milliseconds, and few enough to stay in the cache. */
const rowsAtOnce = 512;

export function createPositionWork(): PositionWork {
  let job: PositionJob | null = null;
  let gathered: { readonly pools: readonly DemandPool[]; readonly runs: SampledRun[] } | null = null;
  let forecast: ReturnType<typeof createPositionForecaster> | null = null;

  const performers: Performers = {
    *open(input) {
      job = input;
      gathered = createGathered(input);
      forecast = null;
      yield;
      return null;
    },
    *gather(block) {
      if (job === null || gathered === null) throw outOfOrder();
      const threshold = sampleThreshold(job.series);
      for (let from = block.from; from < block.to; from += rowsAtOnce) {
        gatherRows(job, gathered, threshold, block, from, Math.min(block.to, from + rowsAtOnce));
        yield;
      }
      return null;
    },
    *gathered() {
      if (job === null || gathered === null) throw outOfOrder();
      const all = gathered;
      gathered = null;
      yield;
      return all;
    },
    *fit(pool) {
      return yield* stepped(fitPoolInSteps(pool));
    },
    *learn({ runs, periods, end, horizon, fit }) {
      return yield* stepped(learnPositions(runs, periods, end, horizon, fit));
    },
    *judge({ runs, periods, origins, global }) {
      yield;
      return judgeRuns(runs, periods, origins, global);
    },
    *use(model) {
      if (job === null) throw outOfOrder();
      forecast = createPositionForecaster(model, job.columns);
      yield;
      return null;
    },
    *forecast(block) {
      if (job === null || forecast === null) throw outOfOrder();
      const { periods } = job;
      const { cells, rows, firstPosition } = block;
      const groups = job.groups.subarray(firstPosition, firstPosition + rows);
      for (let from = block.from; from < block.to; from += rowsAtOnce) {
        const to = Math.min(block.to, from + rowsAtOnce);
        forecast({ cells, periods, rows, groups, from, to }, block);
        yield;
      }
      return null;
    },
  };
  return {
    perform: (kind, input) => performers[kind](input),
  };
}

function createGathered({ ends, series, groupCount, tree }: PositionJob) {
  return {
    pools: ends.map((periods) => createDemandPool({ periods, groupCount, tree, expectedSeries: series })),
    runs: [] as SampledRun[],
  };
}

function gatherRows(
  { periods, ends, groups: groupOf }: PositionJob,
  { pools, runs }: { readonly pools: readonly DemandPool[]; readonly runs: SampledRun[] },
  threshold: number,
  { cells, firstPosition, region }: WorkBlock,
  from: number,
  to: number,
): void {
  const count = to - from;
  const history = cells.subarray(from * periods, to * periods);
  const first = firstPosition + from;
  const groups = groupOf.subarray(first, first + count);
  const regions = new Uint16Array(count).fill(region);
  sampleRuns(runs, threshold, { history, periods, count, groups, region, first });
  for (const [e, end] of ends.entries()) {
    const part = end === periods ? history : firstMonths(history, periods, count, end);
    accumulatePool(pools[e], part, count, groups, first, regions);
  }
}

function firstMonths(history: Uint16Array, periods: number, rows: number, end: number): Uint16Array {
  const part = new Uint16Array(rows * end);
  for (let row = 0; row < rows; row++) {
    part.set(history.subarray(row * periods, row * periods + end), row * end);
  }
  return part;
}

function stepped<T>(steps: Generator<unknown, T>): Generator<void, T> {
  return mappedSteps(steps, () => undefined);
}

function outOfOrder(): Error {
  return new RangeError('a piece of forecast work came before what it needs');
}
