/**
 * Uplifts that planners have dated (a campaign, a recall) taken out of the history that forecasts are made from: what
 * was asked for in such a month is divided by 1 + the uplift, so that the baseline is that of months without one. A
 * month in which the uplift held for some days only has that share of it. Of several that reach a position the narrowest
 * counts, of those the newest, as in the forecast. Whole units are carried over from position to position of a location,
 * so that a family's uplift is taken out of many small series as a whole. A month that an uplift below zero left hardly
 * anything of is no observation. O(months with an uplift × positions that it reaches).
 */
import { addMonths, monthNumber } from '../base/calendar.ts';
import type { SeriesNote } from '../contract/forecast.ts';
import type { Network } from '../model/network.ts';
import { notObserved } from '../model/position.ts';
import { laidInOrder, shareInForce, type OverrideRecord } from './overrides.ts';

/** One uplift in one closed month of a location. */
export interface UpliftedMonth {
  readonly period: number;
  /** Demand with the uplift ÷ demand without it. */
  readonly factor: number;
  readonly reaches: (item: number) => boolean;
  readonly reason: string;
}

/** Below this share of its demand a month says nothing about what it would have been. */
const leastFactor = 0.2;

/** What has to be taken out at a location, in the order in which it counts. */
export function upliftedMonths(
  records: Iterable<OverrideRecord>,
  { firstPeriod, items, locations }: Network,
  periods: number,
  location: number,
): UpliftedMonth[] {
  const reaching = laidInOrder(
    [...records].filter(
      (record) =>
        record.kind === 'uplift' &&
        locations[location].kind === 'dealer' &&
        (record.location < 0 || record.location === location) &&
        (record.region === '' || record.region === locations[location].region),
    ),
  );
  const first = monthNumber(firstPeriod);
  return reaching.flatMap((record) => {
    const from = Math.max(0, monthNumber(record.from) - first);
    const to = Math.min(periods - 1, monthNumber(record.to) - first);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, at): UpliftedMonth => {
      const month = addMonths(firstPeriod, from + at);
      return {
        period: from + at,
        factor: 1 + record.value * shareInForce(record, month),
        reaches: (item) =>
          (record.item < 0 || record.item === item) &&
          (record.family === '' || items[item].family === record.family),
        reason: record.reason,
      };
    }).filter(({ factor }) => factor !== 1);
  });
}

/** Takes them out of a location's series (rows × periods, in the order of `items`). */
export function takeOutUplifts(
  values: Uint16Array,
  items: ArrayLike<number>,
  periods: number,
  uplifts: readonly UpliftedMonth[],
  note: ((row: number, note: SeriesNote) => void) | null,
): void {
  const taken = new Map<number, Uint8Array>();
  for (const { period, factor, reaches, reason } of uplifts) {
    const done = taken.get(period) ?? new Uint8Array(items.length);
    taken.set(period, done);
    let wanted = 0;
    let given = 0;
    for (let row = 0; row < items.length; row++) {
      if (done[row] === 1 || !reaches(items[row])) continue;
      done[row] = 1;
      const cell = row * periods + period;
      const units = values[cell];
      if (units === notObserved) continue;
      if (factor < leastFactor) {
        values[cell] = notObserved;
        note?.(row, {
          period,
          kind: 'uplift',
          text: `${units} not counted: ${changeText(factor)} (${reason})`,
        });
        continue;
      }
      wanted += units / factor;
      const left = Math.min(notObserved - 1, Math.max(0, Math.round(wanted) - given));
      given += left;
      if (left === units) continue;
      values[cell] = left;
      note?.(row, {
        period,
        kind: 'uplift',
        text: `${units} counted as ${left}: ${changeText(factor)} (${reason})`,
      });
    }
  }
}

function changeText(factor: number): string {
  const percent = Math.round((factor - 1) * 100);
  return `uplift of ${percent < 0 ? '−' : ''}${Math.abs(percent)} %`;
}
