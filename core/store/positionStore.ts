import {
  positionQuantities,
  type LocationDemand,
  type LocationPositions,
  type PositionQuantity,
} from '../model/position.ts';
import type { Database, ReadDatabase } from './database.ts';
import { encodeDemandBlock } from './demandBlock.ts';
import { createRowInserter } from './insertRows.ts';
import { writeDaysOut } from './stockoutStore.ts';

/** Column of each quantity in SQL. */
const quantityColumns: Readonly<Record<PositionQuantity, string>> = {
  onHand: 'on_hand',
  reserved: 'reserved',
  workInProgress: 'work_in_progress',
  qualityHold: 'quality_hold',
  inTransitIn: 'in_transit_in',
  inTransitOut: 'in_transit_out',
  onOrder: 'on_order',
  backorder: 'backorder',
  returnPending: 'return_pending',
};

/** Writes all positions of a location with their histories; locations in ascending order, inside a transaction. */
export function writeLocationStock(
  database: Database,
  positions: LocationPositions,
  demand: LocationDemand,
): void {
  const rows = createRowInserter(database, 'position', [
    'location_idx',
    'item_idx',
    ...positionQuantities.map((name) => quantityColumns[name]),
    'as_of',
  ]);
  const { items, quantities, asOf } = positions;
  const columns = positionQuantities.map((name) => quantities[name]);
  const [q0, q1, q2, q3, q4, q5, q6, q7, q8] = columns;
  for (let row = 0; row < items.length; row++) {
    rows.put(
      positions.location,
      items[row],
      q0[row],
      q1[row],
      q2[row],
      q3[row],
      q4[row],
      q5[row],
      q6[row],
      q7[row],
      q8[row],
      asOf[row],
    );
  }
  rows.flush();
  database
    .prepare('INSERT INTO demand_block (location_idx, data, periods) VALUES (?, ?, ?)')
    .run(
      positions.location,
      encodeDemandBlock(demand.demand, demand.lostSales, demand.periods, items.length),
      demand.periods,
    );
  writeStockoutHistory(database, items, demand);
}

function writeStockoutHistory(
  database: Database,
  items: Int32Array,
  { location, periods, daysOut }: LocationDemand,
): void {
  const days = new Uint8Array(items.length);
  for (let period = 0; period < periods; period++) {
    for (let row = 0; row < items.length; row++) days[row] = daysOut[row * periods + period];
    writeDaysOut(database, location, period, items, days);
  }
}

export function countPositions(database: ReadDatabase): number {
  return Number(database.prepare('SELECT count(*) AS count FROM position').get()?.['count']);
}

/** All positions in (location, item) order, the table's own: location, item, the quantities in order, as-of. */
export function scanPositions(
  database: ReadDatabase,
  visit: (
    location: number,
    item: number,
    ...quantitiesAndAsOf: readonly [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ]
  ) => void,
): void {
  const columns = [
    'location_idx',
    'item_idx',
    ...positionQuantities.map((name) => quantityColumns[name]),
    'as_of',
  ];
  database.scan(columns, 'position', visit);
}

/** Adds deltas to a position's quantities and moves its as-of. */
export function changePosition(
  database: Database,
  location: number,
  item: number,
  change: Readonly<Partial<Record<PositionQuantity, number>>>,
  asOfMinutes: number,
): void {
  const names = positionQuantities.filter((name) => (change[name] ?? 0) !== 0);
  const sets = names.map((name) => `${quantityColumns[name]} = ${quantityColumns[name]} + ?`);
  database
    .prepare(
      `UPDATE position SET ${[...sets, 'as_of = ?'].join(', ')} WHERE location_idx = ? AND item_idx = ?`,
    )
    .run(...names.map((name) => change[name] ?? 0), asOfMinutes, location, item);
}

/** A location's system spoke: every position of it is as of then, without a row being touched. */
export function touchLocation(database: Database, location: number, asOfMinutes: number): void {
  database
    .prepare(
      `INSERT INTO location_feed (location_idx, as_of) VALUES (?, ?)
       ON CONFLICT (location_idx) DO UPDATE SET as_of = max(as_of, excluded.as_of)`,
    )
    .run(location, asOfMinutes);
}

export function readLocationFeeds(
  database: ReadDatabase,
  visit: (location: number, asOf: number) => void,
): void {
  database
    .prepare('SELECT location_idx, as_of FROM location_feed')
    .each([], ([location, asOf]) => visit(Number(location), Number(asOf)));
}

export function addCurrentDemand(
  database: Database,
  location: number,
  item: number,
  quantity: number,
  lostSales: number,
): void {
  database
    .prepare(
      `INSERT INTO demand_current (location_idx, item_idx, quantity, lost_sales) VALUES (?, ?, ?, ?)
       ON CONFLICT (location_idx, item_idx)
       DO UPDATE SET quantity = quantity + excluded.quantity, lost_sales = lost_sales + excluded.lost_sales`,
    )
    .run(location, item, quantity, lostSales);
}

export function readCurrentDemand(
  database: ReadDatabase,
  location: number,
  item: number,
): { readonly quantity: number; readonly lostSales: number } {
  const row = database
    .prepare('SELECT quantity, lost_sales FROM demand_current WHERE location_idx = ? AND item_idx = ?')
    .get(location, item);
  return { quantity: Number(row?.['quantity'] ?? 0), lostSales: Number(row?.['lost_sales'] ?? 0) };
}
