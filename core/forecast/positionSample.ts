/**
 * A sample of runs of neighbouring series, kept while blocks of a network's positions pass by: what methods are judged
 * and the learnt model is trained on. Which runs are sampled depends on their first series' number alone: the same
 * network gives the same sample however many workers read it, as long as blocks begin at multiples of `runLength`
 * within a location. O(series sampled).
 */
import { hashIndex } from './demandPool.ts';

/** Series in a run: long enough that most neighbours of a series are its real ones. */
export const runLength = 128;
const sampledSeries = 12_000;

export interface SampledRun {
  readonly first: number;
  readonly cells: Uint16Array;
  readonly groups: Uint16Array;
  readonly region: number;
}

/** A run is sampled when the hash of its first series' number is below this. */
export function sampleThreshold(expectedSeries: number, wanted = sampledSeries): number {
  return Math.min(1, wanted / Math.max(1, expectedSeries)) * 4294967296;
}

/** Series of one location, `periods` cells each, numbered from `first` on. */
export interface OfferedSeries {
  readonly history: Uint16Array;
  readonly periods: number;
  readonly count: number;
  readonly groups: Uint16Array;
  readonly region: number;
  readonly first: number;
}

/** Adds the sampled runs of a block. */
export function sampleRuns(runs: SampledRun[], threshold: number, offered: OfferedSeries): void {
  const { history, periods, count, groups, region } = offered;
  for (let from = 0; from < count; from += runLength) {
    const first = offered.first + from;
    if (hashIndex(first) >= threshold) continue;
    const to = Math.min(count, from + runLength);
    runs.push({
      first,
      cells: Uint16Array.from(history.subarray(from * periods, to * periods)),
      groups: Uint16Array.from(groups.subarray(from, to)),
      region,
    });
  }
}
