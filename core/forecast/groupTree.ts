/**
 * What the groups of a pool belong to: a group is an item, items belong to families, and a series besides lies in a
 * region. The prior mean of a series is that of its item times the factor of its family in its region, so two small
 * columns say it for any number of items and regions.
 */
import { badInput } from '../base/errors.ts';

export interface GroupTree {
  /** Family of each group. */
  readonly familyOf: Int32Array;
  readonly familyCount: number;
  readonly regionCount: number;
}

/** Factors on a group's mean and on its share of periods with demand, by family × region (family × regionCount + region). */
export interface RegionFactors {
  readonly familyOf: Int32Array;
  readonly regionCount: number;
  readonly mean: Float64Array;
  readonly active: Float64Array;
}

/** Place of a series' factors in `mean` and `active`. */
export function regionCell(
  regions: Pick<RegionFactors, 'familyOf' | 'regionCount'>,
  group: number,
  region: number,
): number {
  return regions.familyOf[group] * regions.regionCount + region;
}

export interface PlainRegionFactors {
  readonly familyOf: readonly number[];
  readonly regionCount: number;
  readonly mean: readonly number[];
  readonly active: readonly number[];
}

/** As JSON can hold them. */
export function plainRegions(regions: RegionFactors): PlainRegionFactors {
  return {
    familyOf: [...regions.familyOf],
    regionCount: regions.regionCount,
    mean: [...regions.mean],
    active: [...regions.active],
  };
}

export function typedRegions(plain: PlainRegionFactors): RegionFactors {
  const { regionCount } = plain;
  const familyOf = Int32Array.from(plain.familyOf);
  const mean = Float64Array.from(plain.mean);
  const active = Float64Array.from(plain.active);
  const families = mean.length / regionCount;
  if (active.length !== mean.length || familyOf.some((family) => !(family >= 0 && family < families))) {
    throw badInput({}, 'the regions of the kept forecast model do not fit its items');
  }
  return { familyOf, regionCount, mean, active };
}
