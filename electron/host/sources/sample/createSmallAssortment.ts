/**
 * The assortment of the small network. Dealers keep the real parts whose demand falls on them, some real
 * parts that never sold there, and synthetic fast movers: one in seven at nearly every dealer, the others in
 * a neighbourhood. Warehouses keep what sells most. All of it is drawn at once (12,000 series).
 */
import type { Random } from '../../../../core/base/random.ts';
import type { Lane, Location } from '../../../../core/model/network.ts';
import { notObserved } from '../../../../core/model/position.ts';
import { type Assortment, type AssortmentRows, dealerFactor, emptyRows } from './assortment.ts';
import type { Catalogue } from './createCatalogue.ts';
import { drawFastDemand } from './drawFastDemand.ts';
import type { CarParts } from './parseCarParts.ts';
import type { SampleDimensions } from './sampleSizes.ts';
import { demandRole, splitDemand } from './splitDemand.ts';
import { drawSubset } from './weightedChoice.ts';

/** Real parts at a dealer that never sold there. */
const neverSoldPerDealer = 7;

export function createSmallAssortment(
  size: SampleDimensions,
  carParts: CarParts,
  catalogue: Catalogue,
  locations: readonly Location[],
  lanes: readonly Lane[],
  random: Random,
): Assortment {
  const { periods } = carParts;
  const split = splitDemand(carParts, locations, lanes, random.fork('split'));
  const near: number[][] = locations.map(() => []);
  for (const { from, to } of lanes) if (locations[from].kind === 'dealer') near[from].push(to);
  const fastAt = placeFastMovers(catalogue, locations, near, random.fork('fast'));
  const networkMean = new Float64Array(catalogue.items.length);

  const rows = locations.map((location, index): AssortmentRows => {
    if (location.kind !== 'dealer') return emptyRows(0, periods);
    const own = random.fork(`dealer ${location.id}`);
    const kept = new Set(split[index].map((series) => series.item));
    const neverSold = drawNeverSold(
      kept,
      near[index].map((other) => split[other].map((series) => series.item)),
      carParts.ids.length,
      own,
    );
    const parts = [
      ...split[index],
      ...neverSold.map((item) => ({
        item,
        role: demandRole.steady,
        demand: neverSoldSeries(carParts, item),
      })),
    ].toSorted((a, b) => a.item - b.item);
    const fast = fastAt[index];
    const result = emptyRows(parts.length + fast.length, periods);
    for (const [row, { item, role, demand }] of parts.entries()) {
      result.items[row] = item;
      result.roles[row] = role;
      result.demand.set(demand, row * periods);
    }
    const factor = dealerFactor(location.population);
    for (const [rank, item] of fast.entries()) {
      const row = parts.length + rank;
      result.items[row] = item;
      const ownFactor = factor * own.gamma(6, 1 / 6);
      drawFastDemand(
        catalogue,
        item,
        ownFactor,
        result.demand,
        result.lostSales,
        row * periods,
        periods,
        own,
      );
    }
    addRecentMeans(networkMean, result, periods);
    return result;
  });

  for (const [index, location] of locations.entries()) {
    if (location.kind === 'dealer' || location.kind === 'supplier') continue;
    const count = location.kind === 'cdc' ? size.cdcItems : size.itemsPerRdc;
    rows[index] = warehouseRows(networkMean, count, periods, random.fork(`warehouse ${location.id}`));
  }
  return {
    countOf: (location) => rows[location].items.length,
    rowsOf: (location) => rows[location],
    networkMean,
  };
}

/** A warehouse sells to nobody itself: its own demand is observed and zero. */
export function warehouseRows(
  networkMean: Float64Array,
  count: number,
  periods: number,
  random: Random,
): AssortmentRows {
  const items = drawSubset(
    networkMean.map((mean) => 0.02 + mean),
    count,
    random,
  );
  return { ...emptyRows(items.length, periods), items };
}

function placeFastMovers(
  catalogue: Catalogue,
  locations: readonly Location[],
  near: readonly (readonly number[])[],
  random: Random,
): number[][] {
  const fastAt: number[][] = locations.map(() => []);
  const dealers = locations.flatMap(({ kind }, index) => (kind === 'dealer' ? [index] : []));
  for (let item = catalogue.firstFast; item < catalogue.items.length; item++) {
    const chosen = new Set<number>();
    if ((item - catalogue.firstFast) % 7 === 0) {
      for (const dealer of dealers) if (random.next() < 0.92) chosen.add(dealer);
    } else {
      const centre = random.pick(dealers);
      const count = random.integer(4, 12);
      chosen.add(centre);
      while (chosen.size < count)
        chosen.add(random.next() < 0.8 ? random.pick(near[centre]) : random.pick(dealers));
    }
    for (const dealer of chosen) fastAt[dealer].push(item);
  }
  return fastAt;
}

/** Mostly parts that sell at a neighbour: bought once for a customer who never came. */
function drawNeverSold(
  kept: Set<number>,
  nearby: readonly (readonly number[])[],
  realItems: number,
  random: Random,
): number[] {
  const drawn: number[] = [];
  const offers = nearby.filter((items) => items.length > 0);
  while (drawn.length < neverSoldPerDealer) {
    const fromNeighbour = offers.length > 0 && random.next() < 0.8;
    const item = fromNeighbour ? random.pick(random.pick(offers)) : random.integer(0, realItems);
    if (kept.has(item)) continue;
    kept.add(item);
    drawn.push(item);
  }
  return drawn;
}

function neverSoldSeries({ demand, periods }: CarParts, item: number): Uint16Array {
  return demand
    .slice(item * periods, (item + 1) * periods)
    .map((units) => (units === notObserved ? units : 0));
}

function addRecentMeans(sums: Float64Array, { items, demand }: AssortmentRows, periods: number): void {
  for (const [row, item] of items.entries()) {
    for (let month = periods - 12; month < periods; month++) {
      const units = demand[row * periods + month];
      if (units !== notObserved) sums[item] += units / 12;
    }
  }
}
