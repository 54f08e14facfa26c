/**
 * When dealers' positions had nothing available. Of the running month only what changes is noted: a row a position whose
 * stock came or went (`stockout_current`), which the month's end turns into days. Months that are over are one BLOB a
 * location and month: for each position that was out on at least half a day, in item order, the step from the item before
 * (unsigned LEB128) and the days (one byte). A stockout costs no row of demand, and histories keep their format.
 */
import { minutesPerDay } from '../base/calendar.ts';
import { BallastError } from '../base/errors.ts';
import type { Database, ReadDatabase } from './database.ts';

/** The last piece of a position's stock went, or the first came, at an instant. */
export interface StockCrossing {
  readonly location: number;
  readonly item: number;
  readonly minutes: number;
  readonly isOut: boolean;
}

/** Notes crossings in the order in which they happened, in a month that began at `begunMinutes`. */
export function writeCrossings(
  database: Database,
  crossings: readonly StockCrossing[],
  begunMinutes: number,
): void {
  const went = database.prepare(
    `INSERT INTO stockout_current (location_idx, item_idx, out_minutes, out_since) VALUES (?, ?, 0, ?)
     ON CONFLICT (location_idx, item_idx) DO UPDATE SET out_since = coalesce(out_since, excluded.out_since)`,
  );
  const came = database.prepare(
    `INSERT INTO stockout_current (location_idx, item_idx, out_minutes, out_since) VALUES (?, ?, ?, NULL)
     ON CONFLICT (location_idx, item_idx)
     DO UPDATE SET out_minutes = out_minutes + ? - coalesce(out_since, ?), out_since = NULL`,
  );
  for (const { location, item, minutes, isOut } of crossings) {
    if (isOut) went.run(location, item, minutes);
    else came.run(location, item, minutes - begunMinutes, minutes, minutes);
  }
}

/** Minutes without stock of the positions that have a row, up to an instant. */
export function readOutMinutes(
  database: ReadDatabase,
  untilMinutes: number,
  visit: (location: number, item: number, outMinutes: number) => void,
): void {
  database
    .prepare(
      `SELECT location_idx, item_idx, out_minutes + max(0, ? - coalesce(out_since, ?)) FROM stockout_current
       ORDER BY location_idx, item_idx`,
    )
    .each([untilMinutes, untilMinutes], ([location, item, minutes]) =>
      visit(Number(location), Number(item), Number(minutes)),
    );
}

/** The next month begins: what is out now is so from its first minute. */
export function clearCrossings(database: Database): void {
  database.exec('DELETE FROM stockout_current');
}

/** Whole days of minutes without stock. */
export function daysOutOf(minutes: number): number {
  return Math.round(minutes / minutesPerDay);
}

/** `items` ascending, `days` of each; nothing is written where no day is above zero. */
export function writeDaysOut(
  database: Database,
  location: number,
  period: number,
  items: ArrayLike<number>,
  days: ArrayLike<number>,
): void {
  const bytes: number[] = [];
  let previous = 0;
  for (let at = 0; at < items.length; at++) {
    if (days[at] === 0) continue;
    let step = items[at] - previous;
    for (; step >= 128; step >>>= 7) bytes.push((step & 127) | 128);
    bytes.push(step, days[at]);
    previous = items[at];
  }
  if (bytes.length === 0) return;
  database
    .prepare('INSERT OR REPLACE INTO stockout_month (location_idx, period, data) VALUES (?, ?, ?)')
    .run(location, period, Uint8Array.from(bytes));
}

/**
 * Fills `daysOut` (series-major, rows × periods) with the first `periods` months of a location's positions, whose
 * `items` ascend. O(cells).
 */
export function readDaysOut(
  database: ReadDatabase,
  location: number,
  periods: number,
  items: Int32Array,
  daysOut: Uint8Array,
): void {
  daysOut.fill(0, 0, items.length * periods);
  database
    .prepare('SELECT period, data FROM stockout_month WHERE location_idx = ? AND period < ?')
    .each([location, periods], ([period, data]) => {
      if (!(data instanceof Uint8Array)) return;
      let item = 0;
      let row = 0;
      for (let at = 0; at < data.length; at++) {
        let step = 0;
        let shift = 0;
        for (; data[at] >= 128 && shift < 28; at++, shift += 7) step |= (data[at] & 127) << shift;
        item += step | (data[at] << shift);
        const days = data[++at];
        if (!(days >= 1 && days <= 31)) throw corrupt(location, Number(period));
        while (row < items.length && items[row] < item) row++;
        if (items[row] === item) daysOut[row * periods + Number(period)] = days;
      }
    });
}

function corrupt(location: number, period: number): BallastError {
  return new BallastError(
    'replica-corrupt',
    `Stockouts of location ${location} in the replica are damaged (month ${period}).`,
    { location, period },
  );
}
