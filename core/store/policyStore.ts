import type { Database } from './database.ts';

/** Sets a position's service level (0 < level < 1), or returns it to its segment's. */
export function writeServiceLevel(
  database: Database,
  location: number,
  item: number,
  level: number | null,
): void {
  if (level === null) {
    database
      .prepare('DELETE FROM position_policy WHERE location_idx = ? AND item_idx = ?')
      .run(location, item);
    return;
  }
  database
    .prepare(
      `INSERT INTO position_policy (location_idx, item_idx, service_level) VALUES (?, ?, ?)
       ON CONFLICT (location_idx, item_idx) DO UPDATE SET service_level = excluded.service_level`,
    )
    .run(location, item, level);
}

export function readServiceLevels(
  database: Database,
  visit: (location: number, item: number, level: number) => void,
): void {
  database
    .prepare('SELECT location_idx, item_idx, service_level FROM position_policy')
    .each([], ([location, item, level]) => visit(Number(location), Number(item), Number(level)));
}
