import type { GridQuery } from '../../../core/contract/grid.ts';
import type { GridSource } from './gridSource.ts';
import type { WindowCache } from './windowCache.ts';

/** Rows up to which a range is read in full for its sum and for the clipboard. */
export const rangeRowLimit = 50_000;
const chunkRows = 2_000;

/** Stretches of rows read out of the columns that a range covers, in row order. */
export interface RangeData {
  readonly rows: Int32Array;
  readonly keys: Int32Array;
  readonly columns: ReadonlyMap<string, Float64Array | readonly string[]>;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads stretches of rows, from what is loaded if it is all there, otherwise from the host in chunks of 2,000
 * rows, one at a time. Returns null when the order changed meanwhile or the signal was given. Linear in rows.
 */
export async function readRange(
  cache: WindowCache,
  source: Pick<GridSource, 'window'>,
  stretches: readonly Stretch[],
  columns: readonly { readonly id: string; readonly numeric: boolean }[],
  signal?: AbortSignal,
): Promise<RangeData | null> {
  const loaded = readLoadedRange(cache, stretches, columns);
  if (loaded !== null) return loaded;
  const writer = createWriter(stretches, columns);
  const { query, epoch } = cache;
  for (const stretch of stretches) {
    for (let from = stretch.from; from < stretch.to; from += chunkRows) {
      const to = Math.min(stretch.to, from + chunkRows);
      const window = await source.window({ query: query satisfies GridQuery, from, to });
      if (signal?.aborted === true || cache.epoch !== epoch) return null;
      const length = Math.min(to - from, window.keys.length);
      for (let at = 0; at < length; at++) {
        writer.write(from + at, window.keys[at], (id) => {
          const column = window.columns[id];
          if (column === undefined) return null;
          return column.kind === 'number' ? column.values[at] : (column.dictionary[column.codes[at]] ?? '');
        });
      }
    }
  }
  return writer.done();
}

/** The same from loaded rows only, at once; null when any row is missing. */
export function readLoadedRange(
  cache: WindowCache,
  stretches: readonly Stretch[],
  columns: readonly { readonly id: string; readonly numeric: boolean }[],
): RangeData | null {
  for (const { from, to } of stretches) {
    if (to - from > rangeRowLimit) return null;
    for (let row = from; row < to; row++) if (!cache.has(row)) return null;
  }
  const numeric = new Map(columns.map((column) => [column.id, column.numeric]));
  const writer = createWriter(stretches, columns);
  for (const { from, to } of stretches) {
    for (let row = from; row < to; row++) {
      const reader = cache.reader(row);
      writer.write(row, reader.key, (id) => (numeric.get(id) === true ? reader.number(id) : reader.text(id)));
    }
  }
  return writer.done();
}

function createWriter(
  stretches: readonly Stretch[],
  columns: readonly { readonly id: string; readonly numeric: boolean }[],
) {
  const length = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  const rows = new Int32Array(length);
  const keys = new Int32Array(length);
  const values = new Map<string, Float64Array | string[]>(
    columns.map(({ id, numeric }) => [id, numeric ? new Float64Array(length).fill(Number.NaN) : []]),
  );
  let count = 0;
  return {
    write(row: number, key: number, read: (id: string) => number | string | null): void {
      rows[count] = row;
      keys[count] = key;
      for (const [id, column] of values) {
        const value = read(id);
        if (column instanceof Float64Array) column[count] = typeof value === 'number' ? value : Number.NaN;
        else column[count] = typeof value === 'string' ? value : '';
      }
      count++;
    },
    done: (): RangeData => ({
      rows: rows.slice(0, count),
      keys: keys.slice(0, count),
      columns: new Map(
        [...values].map(([id, column]) => [
          id,
          column instanceof Float64Array ? column.slice(0, count) : column,
        ]),
      ),
    }),
  };
}
