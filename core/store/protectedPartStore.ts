import type { Database, ReadDatabase } from './database.ts';

/** A part that a dealer never gives. It belongs to the pair, not to a stock row: stock at zero leaves it standing. */
export interface ProtectedPart {
  readonly location: number;
  readonly item: number;
  /** The agreement it follows from, as the dealer's programme names it. */
  readonly rule: string;
  readonly sinceDay: number;
}

export function protectedKey(location: number, item: number): string {
  return `${location}:${item}`;
}

export function readProtectedParts(database: ReadDatabase): ProtectedPart[] {
  return database
    .prepare(
      'SELECT location_idx, item_idx, rule, since_day FROM protected_part ORDER BY location_idx, item_idx',
    )
    .all()
    .map((row) => ({
      location: Number(row['location_idx']),
      item: Number(row['item_idx']),
      rule: String(row['rule']),
      sinceDay: Number(row['since_day']),
    }));
}

export function writeProtectedPart(database: Database, part: ProtectedPart): void {
  database
    .prepare(
      'INSERT OR REPLACE INTO protected_part (location_idx, item_idx, rule, since_day) VALUES (?, ?, ?, ?)',
    )
    .run(part.location, part.item, part.rule, part.sinceDay);
}
