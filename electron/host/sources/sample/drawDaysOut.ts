/**
 * Days on which a dealer's positions stood empty in past months, to go with demand that is drawn already and stays as
 * it is. A month with lost sales was without stock for the share of it that they are of what was asked for. Now and then
 * a slow mover's last piece goes and the next comes weeks later: months without a sale in which nothing could be sold.
 * What is empty on the opening day was so for part of the last month, unless something sold then. O(cells).
 */
import { daysOfMonths } from '../../../../core/base/calendar.ts';
import type { Random } from '../../../../core/base/random.ts';
import { notObserved } from '../../../../core/model/position.ts';
import type { AssortmentRows } from './assortment.ts';

/** Of months without demand after one with demand: how many began a stockout, and how many continue one. */
const beginShare = 0.04;
const continueShare = 0.35;

/** `isEmpty` says what is out of stock on the opening day, the first after the last period. */
export function drawDaysOut(
  { items, demand, lostSales }: AssortmentRows,
  firstPeriod: string,
  periods: number,
  isEmpty: (row: number) => boolean,
  random: Random,
): Uint8Array {
  const daysOut = new Uint8Array(items.length * periods);
  const daysIn = daysOfMonths(firstPeriod, periods);
  for (let row = 0; row < items.length; row++) {
    const base = row * periods;
    let sold = false;
    let out = false;
    for (let month = 0; month < periods; month++) {
      const cell = base + month;
      const units = demand[cell];
      const lost = lostSales[cell];
      if (units === notObserved) continue;
      if (lost > 0) {
        daysOut[cell] = Math.max(1, Math.floor((daysIn[month] * lost) / (units + lost)));
      } else if (units === 0 && (sold || out)) {
        out = random.next() < (out ? continueShare : beginShare);
        if (out) daysOut[cell] = Math.ceil(daysIn[month] * (0.4 + 0.6 * random.next()));
      } else {
        out = false;
      }
      sold = units > 0;
    }
    const last = base + periods - 1;
    if (demand[last] === 0 && lostSales[last] === 0 && isEmpty(row)) {
      daysOut[last] = Math.ceil(daysIn[periods - 1] * random.next());
    }
  }
  return daysOut;
}
