/**
 * The learnt model for the positions of a network: trained on sampled runs of neighbouring series, then applied to block
 * after block of whole-number cells. What a series' neighbours are depends on its location alone, so blocks may be cut
 * anywhere. About 4 µs a series to forecast, 2 s to train on the sample.
 */
import { notObservedIn } from './demandPool.ts';
import { widestReach } from './demandFeatures.ts';
import { applyGlobalModel, type GlobalModel, trainGlobalModel } from './globalModel.ts';
import { defaultSettings } from './methods.ts';
import type { PoolFit } from './pooledNegativeBinomial.ts';
import type { SampledRun } from './positionSample.ts';

export interface PositionBlock {
  /** A whole location's cells, `periods` a series; 0xFFFF is not observed. */
  readonly cells: Uint16Array;
  readonly periods: number;
  readonly rows: number;
  readonly groups: Uint16Array;
  /** The rows that are wanted. */
  readonly from: number;
  readonly to: number;
}

/** Trains on the first `end` of `periods` months of sampled runs, for the `horizon` months after. Yields the share done. */
export function* learnPositions(
  runs: readonly SampledRun[],
  periods: number,
  end: number,
  horizon: number,
  fit: PoolFit,
): Generator<number, GlobalModel> {
  const count = runs.reduce((sum, run) => sum + run.cells.length / periods, 0);
  const cells = new Float64Array(count * end);
  const groups = new Uint16Array(count);
  let at = 0;
  for (const run of runs) {
    const rows = run.cells.length / periods;
    for (let row = 0; row < rows; row++) {
      const own = run.cells.subarray(row * periods, row * periods + end);
      fillCells(own, cells, (at + row) * end);
    }
    groups.set(run.groups, at);
    at += rows;
  }
  const groupCount = fit.groupMean.length;
  const table = {
    cells,
    stride: end,
    count,
    groups,
    groupCount,
    season: defaultSettings.season,
  };
  return yield* trainGlobalModel(table, end, horizon, fit);
}

/**
 * Forecasts the wanted rows of a block (`wanted` by row from `from` on, 0 is not wanted) into `mean` and `size`, by row
 * from `from` on. `fit` is the network's pool as of the block's end: its group means are used.
 */
export function createLearntPositions(
  model: GlobalModel,
  fit: PoolFit,
): (block: PositionBlock, wanted: ArrayLike<number>, mean: Float64Array, size: Float64Array) => void {
  const own: PoolFit = { ...fit, ...model.pool };
  const { groupMean } = fit;
  return ({ cells, periods, rows, groups, from, to }, wanted, mean, size) => {
    const first = Math.max(0, from - widestReach);
    const last = Math.min(rows, to + widestReach);
    const values = new Float64Array((last - first) * periods);
    fillCells(cells.subarray(first * periods, last * periods), values, 0);
    const table = {
      cells: values,
      stride: periods,
      count: last - first,
      groups: groups.subarray(first, last),
      groupCount: groupMean.length,
      season: defaultSettings.season,
    };
    const byRow = { mean: new Float64Array(last - first), size: new Float64Array(last - first) };
    applyGlobalModel(model, table, periods, from - first, to - first, own, byRow.mean, byRow.size, wanted);
    mean.set(byRow.mean.subarray(from - first, to - first));
    size.set(byRow.size.subarray(from - first, to - first));
  };
}

function fillCells(from: Uint16Array, into: Float64Array, at: number): void {
  const missing = notObservedIn(from);
  for (let i = 0; i < from.length; i++) into[at + i] = from[i] === missing ? Number.NaN : from[i];
}
