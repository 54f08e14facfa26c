import type { Database, ReadDatabase } from './database.ts';

/**
 * A dealer's right to return units of a part at the end of a hold period, under a programme of the car maker. It covers
 * at most the programme's quantity, and a unit that leaves by transfer loses it.
 */
export interface ReturnProtection {
  readonly location: number;
  readonly item: number;
  readonly programme: string;
  /** Units that may be returned at most. */
  readonly quantity: number;
  /** The day on which the hold period ends and the right with it. */
  readonly untilDay: number;
}

export function readReturnProtections(database: ReadDatabase): ReturnProtection[] {
  return database
    .prepare(
      `SELECT location_idx, item_idx, programme, quantity, until_day FROM return_protection
       ORDER BY location_idx, item_idx`,
    )
    .all()
    .map((row) => ({
      location: Number(row['location_idx']),
      item: Number(row['item_idx']),
      programme: String(row['programme']),
      quantity: Number(row['quantity']),
      untilDay: Number(row['until_day']),
    }));
}

export function writeReturnProtection(database: Database, protection: ReturnProtection): void {
  database
    .prepare(
      `INSERT OR REPLACE INTO return_protection (location_idx, item_idx, programme, quantity, until_day)
       VALUES (?, ?, ?, ?, ?)`,
    )
    .run(
      protection.location,
      protection.item,
      protection.programme,
      protection.quantity,
      protection.untilDay,
    );
}
