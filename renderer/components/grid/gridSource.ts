import type { GridQuery, GridWindow } from '../../../core/contract/grid.ts';

/** A value of a column and how many rows have it. */
export interface DistinctValue {
  readonly value: string;
  readonly count: number;
}

/** Where a grid gets its rows: the questions of one workspace, whoever answers them. */
export interface GridSource {
  window(input: {
    readonly query: GridQuery;
    readonly from: number;
    readonly to: number;
    readonly refresh?: boolean;
  }): Promise<GridWindow>;
  distinct(column: string): Promise<readonly DistinctValue[]>;
  /** Row of a key in the sorted, filtered rows; null when the filter hides it. Absent where nobody can tell. */
  rowOf?(query: GridQuery, key: number): Promise<number | null>;
}

/** One row as a reader sees it: values are read from columns on demand, no object holds them. */
export interface RowReader {
  readonly row: number;
  /** Row key; -1 while the row is not loaded. */
  readonly key: number;
  /** NaN when unknown, not loaded, or not a number column. */
  number(column: string): number;
  /** Empty when unknown, not loaded, or not a text column. */
  text(column: string): string;
}
