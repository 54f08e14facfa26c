/** How large each sample network is. Positions are exact for medium and large; small follows from its demand. */
export type SampleSize = 'small' | 'medium' | 'large';
export const sampleSizeNames: readonly SampleSize[] = ['small', 'medium', 'large'];

export interface SampleDimensions {
  readonly suppliers: number;
  readonly rdcs: number;
  readonly dealers: number;
  /** Synthetic items; the small network has the real car parts before them. */
  readonly syntheticItems: number;
  /** The share of the synthetic items that sell every month at most dealers that stock them. */
  readonly fastMovers: number;
  /** All positions, warehouses included; null where they follow from the split of the real demand. */
  readonly positions: number | null;
  readonly cdcItems: number;
  readonly itemsPerRdc: number;
  readonly vehiclesPerDealer: number;
}

export const sampleSizes: Readonly<Record<SampleSize, SampleDimensions>> = {
  small: {
    suppliers: 1,
    rdcs: 4,
    dealers: 60,
    syntheticItems: 300,
    fastMovers: 300,
    positions: null,
    cdcItems: 500,
    itemsPerRdc: 140,
    vehiclesPerDealer: 25,
  },
  medium: {
    suppliers: 2,
    rdcs: 10,
    dealers: 400,
    syntheticItems: 10_000,
    fastMovers: 600,
    positions: 2_000_000,
    cdcItems: 10_000,
    itemsPerRdc: 7_000,
    vehiclesPerDealer: 25,
  },
  large: {
    suppliers: 2,
    rdcs: 16,
    dealers: 1_000,
    syntheticItems: 50_000,
    fastMovers: 1_500,
    positions: 20_000_000,
    cdcItems: 50_000,
    itemsPerRdc: 40_000,
    vehiclesPerDealer: 25,
  },
};
