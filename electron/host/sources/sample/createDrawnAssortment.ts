/**
 * The assortment of the medium and large networks: how many items a dealer keeps follows from its town, which
 * ones from their popularity. Rows are drawn when a location is asked for, so millions of series are never in
 * memory at once. O(items + rows × months) a location.
 */
import type { Random } from '../../../../core/base/random.ts';
import type { Location } from '../../../../core/model/network.ts';
import { type Assortment, dealerFactor, emptyRows } from './assortment.ts';
import type { Catalogue } from './createCatalogue.ts';
import { warehouseRows } from './createSmallAssortment.ts';
import { drawFastDemand } from './drawFastDemand.ts';
import { drawSlowDemand } from './drawSlowDemand.ts';
import type { PatternBank } from './patternBank.ts';
import type { SampleDimensions } from './sampleSizes.ts';
import { drawSubset } from './weightedChoice.ts';

/** What an average dealer sells of a slow mover, over what the whole country sold of the real part. */
const slowShare = 0.45;
const fastPopularity = 8;

export function createDrawnAssortment(
  size: SampleDimensions & { readonly positions: number },
  periods: number,
  bank: PatternBank,
  catalogue: Catalogue,
  locations: readonly Location[],
  random: Random,
): Assortment {
  const itemCount = catalogue.items.length;
  const counts = countRows(size, locations, itemCount);
  const popularity = Float64Array.from(catalogue.pattern, (pattern) =>
    pattern < 0 ? fastPopularity : 0.25 + Math.sqrt(bank.total[pattern] + 3 * bank.recent[pattern]) / 6,
  );
  const networkMean = expectedNetworkMean(size, bank, catalogue, popularity);
  return {
    countOf: (location) => counts[location],
    networkMean,
    rowsOf(location) {
      const { kind, id, population } = locations[location];
      const own = random.fork(`rows ${id}`);
      if (kind !== 'dealer') return warehouseRows(networkMean, counts[location], periods, own);
      const weights = popularity.map((weight) => weight * (0.3 + own.next()));
      const items = drawSubset(weights, counts[location], own);
      const rows = { ...emptyRows(items.length, periods), items };
      const factor = dealerFactor(population);
      for (let row = 0; row < items.length; row++) {
        const item = items[row];
        const pattern = catalogue.pattern[item];
        const at = row * periods;
        if (pattern < 0) {
          const ownFactor = factor * (0.4 + 1.2 * own.next());
          drawFastDemand(catalogue, item, ownFactor, rows.demand, rows.lostSales, at, periods, own);
        } else {
          const ownFactor = slowShare * factor * (0.2 + 1.6 * own.next());
          drawSlowDemand(bank, pattern, ownFactor, rows.demand, at, periods, own);
        }
      }
      return rows;
    },
  };
}

/** Exactly `size.positions` in all: dealers share what the warehouses leave, by town, largest remainders up. */
function countRows(
  size: SampleDimensions & { readonly positions: number },
  locations: readonly Location[],
  itemCount: number,
): number[] {
  const counts = locations.map(({ kind }) =>
    kind === 'cdc' ? size.cdcItems : kind === 'rdc' ? size.itemsPerRdc : 0,
  );
  const dealers = locations.flatMap(({ kind }, index) => (kind === 'dealer' ? [index] : []));
  const left = size.positions - counts.reduce((sum, count) => sum + count, 0);
  const weights = dealers.map((dealer) => dealerFactor(locations[dealer].population) ** 0.5);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => Math.min(itemCount, (left * weight) / total));
  for (const [rank, dealer] of dealers.entries()) counts[dealer] = Math.floor(shares[rank]);
  const byRemainder = dealers
    .map((dealer, rank) => ({ dealer, remainder: shares[rank] - Math.floor(shares[rank]) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.dealer - b.dealer);
  let missing = size.positions - counts.reduce((sum, count) => sum + count, 0);
  while (missing > 0) {
    for (const { dealer } of byRemainder) {
      if (missing === 0) break;
      if (counts[dealer] >= itemCount) continue;
      counts[dealer]++;
      missing--;
    }
  }
  return counts;
}

function expectedNetworkMean(
  size: SampleDimensions & { readonly positions: number },
  bank: PatternBank,
  catalogue: Catalogue,
  popularity: Float64Array,
): Float64Array {
  const meanPopularity = popularity.reduce((sum, weight) => sum + weight, 0) / popularity.length;
  const coverage = size.positions / size.dealers / popularity.length;
  return popularity.map((weight, item) => {
    const dealers = size.dealers * Math.min(1, (coverage * weight) / meanPopularity);
    const pattern = catalogue.pattern[item];
    const mean =
      pattern < 0 ? catalogue.fastMean[item - catalogue.firstFast] : (slowShare * bank.recent[pattern]) / 12;
    return dealers * mean;
  });
}
