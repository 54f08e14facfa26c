/**
 * What a pool of demand series remembers of them for fitting: exact sums by group and a sample of whole series. Filled
 * block by block, in any order and by any number of workers (merge the pools): which series are sampled depends on
 * their number alone, and all sums are of whole numbers, so the same series give the same bits.
 * Cost: O(cells), two sums a group and window. Memory: the sample (about `sampleSize` series) and 4 numbers a group and origin.
 */

/** Demand of many series, series after series, `periods` cells each: whole numbers, or any numbers ≥ 0. */
export type DemandHistory = Uint16Array | Float64Array;

/** A cell that was not observed: 0xFFFF in whole numbers, NaN else. */
export function notObservedIn(history: DemandHistory): number {
  return history instanceof Uint16Array ? 0xffff : Number.NaN;
}

/** Periods of a group's mean: long enough for sparse items, short enough to follow the network. */
export const groupWindow = 12;

export interface DemandPool {
  readonly periods: number;
  readonly groupCount: number;
  /** Ends (exclusive) of the histories that sums are kept for: the whole one, then the held-back origins. */
  readonly ends: readonly number[];
  /** Demand, observed periods and periods with demand by end and group, over the last `groupWindow` periods. */
  readonly demand: Float64Array;
  readonly observed: Float64Array;
  readonly active: Float64Array;
  /** Σ sizeSteps(demand) over the periods with demand: says what a usual size is whatever a single spike does. */
  readonly steps: Float64Array;
  /** A series is sampled when the hash of its number is below this. */
  readonly threshold: number;
  readonly sampled: SampledSeries[];
  seriesCount: number;
}

export interface SampledSeries {
  readonly index: number;
  readonly group: number;
  readonly values: DemandHistory;
}

export interface DemandPoolOptions {
  readonly periods: number;
  readonly groupCount?: number;
  /** Series that will be accumulated in all, which sets the share that is sampled. */
  readonly expectedSeries: number;
  readonly sampleSize?: number;
}

export function createDemandPool(options: DemandPoolOptions): DemandPool {
  const { periods, groupCount = 1, expectedSeries, sampleSize = 6000 } = options;
  const ends = [periods, ...heldBackEnds(periods)];
  const cells = ends.length * groupCount;
  const share = Math.min(1, sampleSize / Math.max(1, expectedSeries));
  return {
    periods,
    groupCount,
    ends,
    demand: new Float64Array(cells),
    observed: new Float64Array(cells),
    active: new Float64Array(cells),
    steps: new Float64Array(cells),
    threshold: share * 4294967296,
    sampled: [],
    seriesCount: 0,
  };
}

/** Periods that each held-back origin is judged on. */
export function heldBackLength(periods: number): number {
  return Math.min(6, Math.floor(periods / 4));
}

function heldBackEnds(periods: number): number[] {
  const length = heldBackLength(periods);
  if (length === 0) return [];
  const ends = [periods - length];
  if (periods - 2 * length >= 12) ends.push(periods - 2 * length);
  return ends;
}

/**
 * Adds `count` series. `groups` names each series' group (0 … groupCount − 1; one group without it); `firstSeries` is
 * the number of the first one in the whole, the same however the whole is cut into blocks.
 */
export function accumulatePool(
  pool: DemandPool,
  history: DemandHistory,
  count: number,
  groups: Uint16Array | null,
  firstSeries: number,
): void {
  const { periods, ends, groupCount, threshold } = pool;
  const missing = notObservedIn(history);
  for (let s = 0; s < count; s++) {
    const group = groups === null ? 0 : groups[s];
    const base = s * periods;
    for (let e = 0; e < ends.length; e++) {
      const to = base + ends[e];
      let demand = 0;
      let observed = 0;
      let active = 0;
      let steps = 0;
      for (let t = Math.max(base, to - groupWindow); t < to; t++) {
        const value = history[t];
        // A NaN cell fails the second test, 0xFFFF the first.
        if (value === missing || !(value >= 0)) continue;
        observed++;
        if (value > 0) {
          demand += value;
          active++;
          steps += sizeSteps(value);
        }
      }
      const cell = e * groupCount + group;
      pool.demand[cell] += demand;
      pool.observed[cell] += observed;
      pool.active[cell] += active;
      pool.steps[cell] += steps;
    }
    const index = firstSeries + s;
    if (hashIndex(index) < threshold) {
      pool.sampled.push({ index, group, values: history.slice(base, base + periods) });
    }
  }
  pool.seriesCount += count;
}

/** Logarithm of a size in whole steps of 1/1024 of a doubling: sums of them are exact in any order. */
export function sizeSteps(value: number): number {
  return Math.round(1024 * Math.log2(value));
}

/** Adds what another pool of the same shape has seen. */
export function mergePool(into: DemandPool, from: DemandPool): void {
  for (let i = 0; i < into.demand.length; i++) {
    into.demand[i] += from.demand[i];
    into.observed[i] += from.observed[i];
    into.active[i] += from.active[i];
    into.steps[i] += from.steps[i];
  }
  into.sampled.push(...from.sampled);
  into.seriesCount += from.seriesCount;
}

/** 32-bit finaliser of MurmurHash3 (A. Appleby, public domain): spreads consecutive numbers evenly. */
export function hashIndex(index: number): number {
  let h = Math.imul(index + 0x9e3779b9, 1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
