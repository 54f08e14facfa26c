/**
 * Which parts are replaced by which. A part whose demand has died is replaced by a part of the same family a
 * few places further in the catalogue, so chains only lead forward and can't loop; where the successor has
 * died as well, it has a successor of its own and the chain grows longer.
 */
import { addMonths } from '../../../../core/base/calendar.ts';
import type { Random } from '../../../../core/base/random.ts';
import type { Supersession } from '../../../../core/model/network.ts';

export interface SupersessionGround {
  /** Family of each item. */
  readonly families: readonly string[];
  /** Last month with demand of each item with a real shape; -1 where there is none. */
  readonly lastDemand: Int16Array;
  /** Fast movers that hand over to the next item, and the month in which they do. */
  readonly replacedFast: ReadonlyMap<number, number>;
  readonly firstFast: number;
  readonly firstPeriod: string;
  readonly periods: number;
}

const reach = 6;

export function createSupersessions(ground: SupersessionGround, random: Random): Supersession[] {
  const { families, lastDemand, replacedFast, firstFast, firstPeriod, periods } = ground;
  const chains: Supersession[] = [];
  const add = (item: number, replacedBy: number, month: number): void => {
    chains.push({
      item,
      replacedBy,
      kind: random.next() < 0.7 ? 'one-way' : 'two-way',
      effectiveFrom: `${addMonths(firstPeriod, month)}-01`,
      quantityPer: random.next() < 0.04 ? 2 : 1,
    });
  };
  const isDead = (item: number): boolean => lastDemand[item] >= 0 && lastDemand[item] < periods - 10;
  for (let item = 0; item < firstFast; item++) {
    if (!isDead(item) || random.next() < 0.65) continue;
    const successors: number[] = [];
    for (let other = item + 1; other <= item + reach && other < firstFast; other++) {
      if (families[other] === families[item] && lastDemand[other] > lastDemand[item]) successors.push(other);
    }
    if (successors.length > 0) add(item, random.pick(successors), lastDemand[item] + 1);
  }
  for (const [item, month] of replacedFast) add(item, item + 1, month);
  return chains;
}
