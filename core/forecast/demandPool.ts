/**
 * What a pool of demand series remembers of them for fitting: exact sums by group and a sample of whole series. Filled
 * block by block, in any order and by any number of workers (merge the pools): which series are sampled depends on
 * their number alone, and all sums are of whole numbers, so the same series give the same bits.
 * Cost: O(cells), two sums a group and window. Memory: the sample (about `sampleSize` series), 4 numbers a group and
 * origin, and with regions one more a group, region and origin.
 */
import {
  createGroupSums,
  createRegionSums,
  type GroupSums,
  groupWindow,
  type RegionSums,
  sizeSteps,
} from './groupSums.ts';
import { type GroupTree, regionCell } from './groupTree.ts';

/** Demand of many series, series after series, `periods` cells each: whole numbers, or any numbers ≥ 0. */
export type DemandHistory = Uint16Array | Float64Array;

/** A cell that was not observed: 0xFFFF in whole numbers, NaN else. */
export function notObservedIn(history: DemandHistory): number {
  return history instanceof Uint16Array ? 0xffff : Number.NaN;
}

export interface DemandPool {
  readonly periods: number;
  readonly groupCount: number;
  /** Ends (exclusive) of the histories that sums are kept for: the whole one, then the held-back origins. */
  readonly ends: readonly number[];
  /** What groups belong to; null where that is not known. */
  readonly tree: GroupTree | null;
  /** By end: sums of each group over the last `groupWindow` periods, and by family × region where there is a tree. */
  readonly sums: readonly GroupSums[];
  readonly regionSums: readonly RegionSums[];
  /** A series is sampled when the hash of its number is below this. */
  readonly threshold: number;
  readonly sampled: SampledSeries[];
  seriesCount: number;
}

export interface SampledSeries {
  readonly index: number;
  readonly group: number;
  readonly region: number;
  readonly values: DemandHistory;
}

export interface DemandPoolOptions {
  readonly periods: number;
  readonly groupCount?: number;
  /** Families of the groups, and regions: `accumulatePool` then wants each series' region. */
  readonly tree?: GroupTree | null;
  /** Series that will be accumulated in all, which sets the share that is sampled. */
  readonly expectedSeries: number;
  readonly sampleSize?: number;
}

export function createDemandPool(options: DemandPoolOptions): DemandPool {
  const { periods, groupCount = 1, tree = null, expectedSeries, sampleSize = 6000 } = options;
  const ends = [periods, ...heldBackEnds(periods)];
  const share = Math.min(1, sampleSize / Math.max(1, expectedSeries));
  return {
    periods,
    groupCount,
    ends,
    tree,
    sums: ends.map(() => createGroupSums(groupCount)),
    regionSums: tree === null ? [] : ends.map(() => createRegionSums(tree, groupCount)),
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
 * the number of the first one in the whole, the same however the whole is cut into blocks. `regions` names each series'
 * region where the pool has a tree (region 0 without it).
 */
export function accumulatePool(
  pool: DemandPool,
  history: DemandHistory,
  count: number,
  groups: Uint16Array | null,
  firstSeries: number,
  regions: Uint16Array | null = null,
): void {
  const { periods, ends, tree, threshold } = pool;
  const missing = notObservedIn(history);
  for (let s = 0; s < count; s++) {
    const group = groups === null ? 0 : groups[s];
    const region = regions === null ? 0 : regions[s];
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
      const own = pool.sums[e];
      own.demand[group] += demand;
      own.observed[group] += observed;
      own.active[group] += active;
      own.steps[group] += steps;
      if (tree === null) continue;
      const there = pool.regionSums[e];
      const cell = regionCell(tree, group, region);
      there.demand[cell] += demand;
      there.active[cell] += active;
      there.steps[cell] += steps;
      there.observedByGroup[group * tree.regionCount + region] += observed;
    }
    const index = firstSeries + s;
    if (hashIndex(index) < threshold) {
      pool.sampled.push({ index, group, region, values: history.slice(base, base + periods) });
    }
  }
  pool.seriesCount += count;
}

/** Adds what another pool of the same shape has seen. */
export function mergePool(into: DemandPool, from: DemandPool): void {
  into.sums.forEach((own, e) => {
    addTo(own.demand, from.sums[e].demand);
    addTo(own.observed, from.sums[e].observed);
    addTo(own.active, from.sums[e].active);
    addTo(own.steps, from.sums[e].steps);
  });
  into.regionSums.forEach((own, e) => {
    addTo(own.demand, from.regionSums[e].demand);
    addTo(own.active, from.regionSums[e].active);
    addTo(own.steps, from.regionSums[e].steps);
    addTo(own.observedByGroup, from.regionSums[e].observedByGroup);
  });
  into.sampled.push(...from.sampled);
  into.seriesCount += from.seriesCount;
}

function addTo(into: Float64Array, from: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] += from[i];
}

/** 32-bit finaliser of MurmurHash3 (A. Appleby, public domain): spreads consecutive numbers evenly. */
export function hashIndex(index: number): number {
  let h = Math.imul(index + 0x9e3779b9, 1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
