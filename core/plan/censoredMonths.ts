/**
 * Months in which a position ran out say how much was wanted at least, not how much was wanted. Inputs in units a month,
 * lost sales in them already; whole days without stock beside them.
 *
 *   lost sales     somebody asked in vain: where demand is less than the position's usual month (mean of its other
 *                  months, rounded), the usual month counts;
 *   days without   more than `stockoutShare` of the month was without stock and less than usual was asked for: the month
 *   stock          is no observation at all, so that nothing is made up for a part that sells once a year. A part that
 *                  stays out for more than `longestStockout` months on end is not kept any more: nobody asks for it, and
 *                  those months stay as reported.
 *
 * O(months) a series. Source: Lau and Lau, European Journal of Operational Research 93 (1996), for demand seen through
 * stockouts.
 */
import type { SeriesNote } from '../contract/forecast.ts';
import { notObserved } from '../model/position.ts';

/** Months without a stockout that say what a usual one is. */
const leastUsualMonths = 6;
/** Below the months of silence after which the pooled forecast takes a series for ended. */
const longestStockout = 5;

const seen = { whole: 0, lostSales: 1, withoutStock: 2 } as const;

/** A location's series, rows × months. */
export interface SeriesWithStockouts {
  readonly values: Uint16Array;
  readonly lostSales: Uint16Array;
  readonly daysOut: Uint8Array;
  readonly daysIn: Int32Array;
}

let how = new Uint8Array(64);

export function censorMonths(
  { values, lostSales, daysOut, daysIn }: SeriesWithStockouts,
  row: number,
  stockoutShare: number,
  note: ((row: number, note: SeriesNote) => void) | null,
): void {
  const periods = daysIn.length;
  const from = row * periods;
  if (how.length < periods) how = new Uint8Array(periods);
  how.fill(seen.whole, 0, periods);
  let run = 0;
  let usualSum = 0;
  let usualMonths = 0;
  for (let period = 0; period < periods; period++) {
    const cell = from + period;
    const isOut = values[cell] !== notObserved && daysOut[cell] > stockoutShare * daysIn[period];
    run = isOut ? run + 1 : 0;
    if (isOut && run <= longestStockout) how[period] = seen.withoutStock;
    else if (run === longestStockout + 1) how.fill(seen.whole, period - longestStockout, period + 1);
  }
  for (let period = 0; period < periods; period++) {
    const cell = from + period;
    if (how[period] === seen.whole && lostSales[cell] > 0) how[period] = seen.lostSales;
    if (how[period] !== seen.whole || values[cell] === notObserved) continue;
    usualSum += values[cell];
    usualMonths++;
  }
  const usual = usualMonths < leastUsualMonths ? Number.NaN : usualSum / usualMonths;
  const rounded = Math.round(usual);
  for (let period = 0; period < periods; period++) {
    const cell = from + period;
    const units = values[cell];
    if (how[period] === seen.whole || units === notObserved) continue;
    if (how[period] === seen.lostSales) {
      if (!(units < rounded)) continue;
      note?.(row, {
        period,
        kind: 'censored',
        text: `Ran out: ${units} asked for, counted as a usual month of ${rounded}`,
      });
      values[cell] = rounded;
    } else if (units === 0 || units < usual) {
      note?.(row, {
        period,
        kind: 'censored',
        text: `Without stock on ${daysOut[cell]} of ${daysIn[period]} days: ${units} asked for, not counted`,
      });
      values[cell] = notObserved;
    }
  }
}
