/**
 * Demand histories of a location: a block of closed months, the months that were closed since and wait beside it
 * (`demand_month`), and the running one (`demand_current`). Closing a month moves the running one's rows and costs no
 * more than they are many; a block takes waiting months in when it is rewritten. Reading sees one history either way.
 */
import { notObserved } from '../model/position.ts';
import type { Database, ReadDatabase } from './database.ts';
import { decodeDemandBlock, encodeDemandBlock } from './demandBlock.ts';

/** `item_idx` of a row that says: this location reported nothing in that month. */
const silent = -1;

/** Decodes the first `periods` months of one location's positions into the given arrays. */
export function readLocationDemand(
  database: ReadDatabase,
  location: number,
  periods: number,
  rows: number,
  demand: Uint16Array,
  lostSales: Uint16Array,
): void {
  const block = database
    .prepare('SELECT data, periods FROM demand_block WHERE location_idx = ?')
    .get(location);
  const bytes = block?.['data'] instanceof Uint8Array ? block['data'] : new Uint8Array(0);
  const held = Number(block?.['periods'] ?? periods);
  if (held === periods) {
    decodeDemandBlock(bytes, periods, rows, demand, lostSales);
    return;
  }
  const heldDemand = new Uint16Array(rows * held);
  const heldLost = new Uint16Array(rows * held);
  decodeDemandBlock(bytes, held, rows, heldDemand, heldLost);
  const kept = Math.min(held, periods);
  demand.fill(0, 0, rows * periods);
  lostSales.fill(0, 0, rows * periods);
  for (let row = 0; row < rows; row++) {
    demand.set(heldDemand.subarray(row * held, row * held + kept), row * periods);
    lostSales.set(heldLost.subarray(row * held, row * held + kept), row * periods);
  }
  if (held < periods) layMonths(database, location, held, periods, rows, demand, lostSales);
}

/** Lays months that wait beside the block over cells that say no demand. */
function layMonths(
  database: ReadDatabase,
  location: number,
  from: number,
  periods: number,
  rows: number,
  demand: Uint16Array,
  lostSales: Uint16Array,
): void {
  const rowOf = new Map<number, number>();
  database
    .prepare('SELECT item_idx FROM position WHERE location_idx = ? ORDER BY item_idx')
    .each([location], ([item]) => void rowOf.set(Number(item), rowOf.size));
  database
    .prepare(
      `SELECT period, item_idx, quantity, lost_sales FROM demand_month
       WHERE location_idx = ? AND period >= ? AND period < ?`,
    )
    .each([location, from, periods], ([period, item, quantity, lost]) => {
      if (Number(item) === silent) {
        for (let row = 0; row < rows; row++) demand[row * periods + Number(period)] = notObserved;
        return;
      }
      const row = rowOf.get(Number(item));
      if (row === undefined) return;
      demand[row * periods + Number(period)] = Math.min(notObserved - 1, Number(quantity));
      lostSales[row * periods + Number(period)] = Math.min(notObserved, Number(lost));
    });
}

/** Replaces a location's history: a correction, or waiting months taken in. */
export function writeLocationDemand(
  database: Database,
  location: number,
  periods: number,
  rows: number,
  demand: Uint16Array,
  lostSales: Uint16Array,
): void {
  database
    .prepare('UPDATE demand_block SET data = ?, periods = ? WHERE location_idx = ?')
    .run(encodeDemandBlock(demand, lostSales, periods, rows), periods, location);
  database.prepare('DELETE FROM demand_month WHERE location_idx = ? AND period < ?').run(location, periods);
}

/** Months that a location's block lacks. */
export function monthsWaiting(database: ReadDatabase, location: number, periods: number): number {
  const held = database.prepare('SELECT periods FROM demand_block WHERE location_idx = ?').get(location);
  return held === undefined ? 0 : periods - Number(held['periods']);
}

/**
 * Makes the running month the one with number `period`. `silentLocations` have reported nothing in it: their months are
 * not observed, which is no demand of zero.
 */
export function closeDemandMonth(
  database: Database,
  period: number,
  silentLocations: readonly number[],
): void {
  database
    .prepare(
      `INSERT INTO demand_month (period, location_idx, item_idx, quantity, lost_sales)
       SELECT ?, location_idx, item_idx, quantity, lost_sales FROM demand_current`,
    )
    .run(period);
  const mark = database.prepare(
    'INSERT INTO demand_month (period, location_idx, item_idx, quantity, lost_sales) VALUES (?, ?, ?, 0, 0)',
  );
  for (const location of silentLocations) mark.run(period, location, silent);
  database.exec('DELETE FROM demand_current');
}

/** Visits the running month: location, item, delivered, asked for and not delivered. */
export function readRunningMonth(
  database: ReadDatabase,
  visit: (location: number, item: number, quantity: number, lostSales: number) => void,
): void {
  database
    .prepare('SELECT location_idx, item_idx, quantity, lost_sales FROM demand_current')
    .each([], ([location, item, quantity, lost]) =>
      visit(Number(location), Number(item), Number(quantity), Number(lost)),
    );
}

/** What dealers sold and missed in a closed month that no block holds yet; null where one does. */
export function readWaitingMonth(
  database: ReadDatabase,
  period: number,
): { readonly delivered: number; readonly lost: number } | null {
  const most = database.prepare('SELECT max(periods) AS most FROM demand_block').get();
  if (Number(most?.['most'] ?? 0) > period) return null;
  const row = database
    .prepare(
      `SELECT coalesce(sum(quantity), 0) AS delivered, coalesce(sum(lost_sales), 0) AS lost FROM demand_month
       JOIN location ON location.idx = location_idx WHERE period = ? AND kind = 'dealer'`,
    )
    .get(period);
  return { delivered: Number(row?.['delivered'] ?? 0), lost: Number(row?.['lost'] ?? 0) };
}
