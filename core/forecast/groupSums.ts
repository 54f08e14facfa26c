/**
 * What is summed up of the demand of a group of series, and of family × region, for their priors. All sums are of
 * whole numbers, so that any order of adding gives the same bits.
 */
import type { GroupTree } from './groupTree.ts';

/** Periods of a group's mean: long enough for sparse items, short enough to follow the network. */
export const groupWindow = 12;

/** Sums over the last `groupWindow` periods before an origin, in whole numbers. */
export interface GroupSums {
  readonly demand: Float64Array;
  readonly observed: Float64Array;
  readonly active: Float64Array;
  /** Σ sizeSteps(demand). */
  readonly steps: Float64Array;
}

/** The same by family × region, and what was observed by group × region. */
export interface RegionSums extends Omit<GroupSums, 'observed'> {
  readonly observedByGroup: Float64Array;
}

export function createGroupSums(groupCount: number): GroupSums {
  return {
    demand: new Float64Array(groupCount),
    observed: new Float64Array(groupCount),
    active: new Float64Array(groupCount),
    steps: new Float64Array(groupCount),
  };
}

export function createRegionSums({ familyCount, regionCount }: GroupTree, groupCount: number): RegionSums {
  const { demand, active, steps } = createGroupSums(familyCount * regionCount);
  return { demand, active, steps, observedByGroup: new Float64Array(groupCount * regionCount) };
}

/** Logarithm of a size in whole steps of 1/1024 of a doubling: sums of them are exact in any order. */
export function sizeSteps(value: number): number {
  return Math.round(1024 * Math.log2(value));
}
