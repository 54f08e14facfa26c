/**
 * Splits the real demand of the whole country over dealers: each item sells at two to four dealers, mostly
 * neighbours, and the sum over them is the real series, item by item and month by month. A month without
 * observation is without observation everywhere.
 *
 * A unit goes to a dealer in proportion to the dealers' shares, drawn once an item; half of the months with
 * several units go to one dealer whole (one repair takes them all). For one item in five the demand moves: from
 * some month on the first dealer sells nothing and the second takes its share, which leaves the first
 * with stock that the second needs.
 *
 * O(items × months × units). Shares are gamma draws normalised, a Dirichlet draw.
 */
import type { Random } from '../../../../core/base/random.ts';
import type { Lane, Location } from '../../../../core/model/network.ts';
import { notObserved } from '../../../../core/model/position.ts';
import type { CarParts } from './parseCarParts.ts';
import { createWeightedChoice } from './weightedChoice.ts';

/** What became of the demand for an item at a dealer; the stock there follows from it. */
export const demandRole = { steady: 0, moved: 1, gained: 2 } as const;

export interface SplitSeries {
  readonly item: number;
  readonly role: number;
  readonly demand: Uint16Array;
}

export function splitDemand(
  carParts: CarParts,
  locations: readonly Location[],
  lanes: readonly Lane[],
  random: Random,
): SplitSeries[][] {
  const { periods, ids } = carParts;
  const split: SplitSeries[][] = locations.map(() => []);
  const weights = locations.map(({ kind, population }) => (kind === 'dealer' ? population ** 0.5 : 0));
  const choose = createWeightedChoice(weights);
  const near: number[][] = locations.map(() => []);
  for (const { from, to } of lanes) if (locations[from].kind === 'dealer') near[from].push(to);

  for (let item = 0; item < ids.length; item++) {
    const real = carParts.demand.subarray(item * periods, (item + 1) * periods);
    const count = random.pick([2, 2, 2, 2, 2, 2, 2, 3, 3, 4]);
    const dealers = [choose(random)];
    while (dealers.length < count) {
      const dealer = random.next() < 0.75 ? random.pick(near[dealers[0]]) : choose(random);
      if (!dealers.includes(dealer)) dealers.push(dealer);
    }
    const shares = dealers.map(() => random.gamma(1.5, 1));
    const movesAt = random.next() < 0.2 ? random.integer(14, 32) : periods;
    const series = dealers.map(() =>
      Uint16Array.from(real, (units) => (units === notObserved ? notObserved : 0)),
    );
    const moved = [0, shares[0] + shares[1], ...shares.slice(2)];
    for (let month = 0; month < periods; month++) {
      const units = real[month];
      if (units === notObserved || units === 0) continue;
      const current = month < movesAt ? shares : moved;
      const together = random.next() < 0.5;
      for (let left = units; left > 0;) {
        const taken = together ? left : 1;
        series[pickByShare(current, random)][month] += taken;
        left -= taken;
      }
    }
    for (const [rank, dealer] of dealers.entries()) {
      const role =
        movesAt === periods || rank > 1
          ? demandRole.steady
          : rank === 0
            ? demandRole.moved
            : demandRole.gained;
      split[dealer].push({ item, role, demand: series[rank] });
    }
  }
  return split;
}

function pickByShare(shares: readonly number[], random: Random): number {
  let target = random.next() * shares.reduce((sum, share) => sum + share, 0);
  for (let rank = 0; rank < shares.length; rank++) {
    target -= shares[rank];
    if (target < 0) return rank;
  }
  return shares.length - 1;
}
