import type { Database, ReadDatabase } from './database.ts';

/** A part that a dealer never gives. It belongs to the pair, not to a stock row: stock at zero leaves it standing. */
export interface ProtectedPart {
  readonly location: number;
  readonly item: number;
  /** The agreement it follows from, as the dealer's programme names it. */
  readonly agreement: string;
  readonly note: string;
  /** The profile that protected it; `programme` where it came with the dealer's data. */
  readonly author: string;
  readonly sinceDay: number;
}

const mostItems = 10_000_000;

export function protectedKey(location: number, item: number): number {
  return location * mostItems + item;
}

export function readProtectedParts(database: ReadDatabase): ProtectedPart[] {
  return database
    .prepare(
      'SELECT location_idx, item_idx, rule, note, author, since_day FROM protected_part ORDER BY location_idx, item_idx',
    )
    .all()
    .map((row) => ({
      location: Number(row['location_idx']),
      item: Number(row['item_idx']),
      agreement: String(row['rule']),
      note: String(row['note']),
      author: String(row['author']),
      sinceDay: Number(row['since_day']),
    }));
}

export function writeProtectedPart(database: Database, part: ProtectedPart): void {
  database
    .prepare(
      `INSERT OR REPLACE INTO protected_part (location_idx, item_idx, rule, note, author, since_day)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(part.location, part.item, part.agreement, part.note, part.author, part.sinceDay);
}

export function deleteProtectedPart(database: Database, location: number, item: number): void {
  database.prepare('DELETE FROM protected_part WHERE location_idx = ? AND item_idx = ?').run(location, item);
}
