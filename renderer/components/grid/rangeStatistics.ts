import type { ColumnUnit } from '../../../core/contract/columns.ts';
import type { RangeData } from './rangeReader.ts';
import { inBounds, type RangeBounds } from './selection.ts';

/** What the status bar says of the selected cells. `sum` and `average` are NaN where they mean nothing. */
export interface RangeStatistics {
  readonly cells: number;
  readonly rows: number;
  /** Cells with a known number. */
  readonly numbers: number;
  readonly sum: number;
  readonly average: number;
  /** Unit shared by all number columns of the ranges; null when they differ. */
  readonly unit: ColumnUnit | null;
}

export interface StatisticsColumn {
  readonly id: string;
  readonly unit: ColumnUnit;
}

/** Cells under any of the ranges; overlapping ranges count a cell once. O(rows × columns × ranges). */
export function rangeStatistics(
  data: RangeData,
  bounds: readonly RangeBounds[],
  displayed: readonly StatisticsColumn[],
): RangeStatistics {
  let cells = 0;
  let numbers = 0;
  let sum = 0;
  const units = new Set<ColumnUnit>();
  displayed.forEach((column, index) => {
    const values = data.columns.get(column.id);
    if (values === undefined) return;
    for (let at = 0; at < data.rows.length; at++) {
      if (!inBounds(bounds, data.rows[at], index)) continue;
      cells++;
      const value = values[at];
      if (typeof value !== 'number' || Number.isNaN(value)) continue;
      units.add(column.unit);
      numbers++;
      sum += value;
    }
  });
  return withUnits(cells, data.rows.length, numbers, sum, units);
}

/**
 * The same for whole columns without reading a row: the host's totals are the sums. Null when a number column
 * among them has no total, so that its sum would have to be added up.
 */
export function columnStatistics(
  total: number,
  totals: Readonly<Record<string, number>>,
  columns: readonly StatisticsColumn[],
): RangeStatistics | null {
  let sum = 0;
  let numeric = 0;
  const units = new Set<ColumnUnit>();
  for (const { id, unit } of columns) {
    if (unit === 'text' || unit === 'level') continue;
    const value = totals[id];
    if (value === undefined) return null;
    numeric++;
    sum += value;
    units.add(unit);
  }
  return withUnits(total * columns.length, total, numeric * total, sum, units);
}

function withUnits(
  cells: number,
  rows: number,
  numbers: number,
  sum: number,
  units: ReadonlySet<ColumnUnit>,
): RangeStatistics {
  const [unit = null] = units.size === 1 ? units : [];
  const meaningful = unit !== null && numbers > 0;
  return {
    cells,
    rows,
    numbers,
    sum: meaningful ? sum : Number.NaN,
    average: meaningful ? sum / numbers : Number.NaN,
    unit,
  };
}
