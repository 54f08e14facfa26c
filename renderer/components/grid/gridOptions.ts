import type { GridColumn } from '../../../core/contract/columns.ts';
import type { GridQuery } from '../../../core/contract/grid.ts';
import type { ColumnLayout } from './columnLayout.ts';
import type { GridSource, RowReader } from './gridSource.ts';
import type { RangeData } from './rangeReader.ts';
import type { RangeStatistics } from './rangeStatistics.ts';
import type { WindowMeta } from './windowCache.ts';

/** How a workspace wants a column drawn, beyond its unit. */
export interface ColumnPresentation {
  /** Decimals. */
  readonly digits?: number;
  /** In place of the formatted value; the totals row keeps its own. */
  readonly text?: (row: RowReader) => string;
  /** Classes of the cell and when each applies. */
  readonly classes?: Readonly<Record<string, (row: RowReader) => boolean>>;
  /** What the cell says on hover. */
  readonly tooltip?: (row: RowReader) => string | null;
}

export interface GridEditing {
  readonly columns: ReadonlySet<string>;
  /** Columns whose values an edit needs to know, beyond the edited one. */
  readonly reads: readonly string[];
  /** Why this cell cannot be edited; null when it can. */
  locked(row: RowReader, column: string): string | null;
  /** Text that an edit starts from. */
  textOf(row: RowReader, column: string): string;
  /** Why an entry is refused; null when it is accepted. */
  refusal(text: string, row: RowReader, column: string): string | null;
}

/** Texts for cells of one column, one a row of `data`; they have not been checked. */
export interface GridEdit {
  readonly kind: 'entry' | 'paste' | 'clear';
  readonly column: string;
  readonly data: RangeData;
  readonly texts: readonly string[];
  /** Pasted cells that fell on columns that cannot be edited, and beyond the last row. */
  readonly locked: number;
  readonly beyond: number;
}

export interface GridSetup {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly standardLayout: ColumnLayout;
  readonly currency: string;
  readonly presentation: Readonly<Record<string, ColumnPresentation>>;
  editing: GridEditing | null;
  /** Why a column that is never edited refuses an entry. */
  readonly lockedColumn: (column: GridColumn) => string;
  readonly nonce: string;
}

export interface GridEvents {
  onQuery(query: GridQuery): void;
  onLayout(layout: ColumnLayout): void;
  onMeta(meta: WindowMeta): void;
  onError(error: Error | null): void;
  /** The row with the active cell, as soon as it is loaded. */
  onActive(row: RowReader): void;
  onStatistics(statistics: RangeStatistics | null): void;
  onSelectedRows(count: number): void;
  onExplain(row: RowReader): void;
  onOpenFilter(column: string, anchor: HTMLElement): void;
  onEdit(edit: GridEdit): void;
  /** A key press on a cell, before the grid looks at it; true when it has been dealt with. */
  onKey(event: KeyboardEvent): boolean;
}

export interface GridController {
  setSource(source: GridSource): void;
  setQuery(query: GridQuery): void;
  setLayout(layout: ColumnLayout): void;
  /** What may be edited has changed, with the profile for example. */
  setEditing(editing: GridEditing | null): void;
  /** The host's values have moved. */
  changed(): void;
  sortAgain(): void;
  retry(): void;
  /** Brings the row of a key into view and makes it active; false when it is not among the rows. */
  reveal(key: number, column: string, focus: boolean): Promise<boolean>;
  /** The same for a row number of the present order. */
  revealRow(row: number, column: string, focus: boolean): void;
  /** Selects every row of the filter. */
  selectAll(): void;
  /** Leaves only the active cell selected. */
  collapse(): void;
  /** Rows that the selection touches, with the named columns; null when there is none or it is too large. */
  selectedRows(columns: readonly string[]): Promise<RangeData | null>;
  /** Says something at the active cell. */
  note(text: string, at?: { readonly row: number; readonly column: string }): void;
  focus(): void;
  destroy(): void;
}
