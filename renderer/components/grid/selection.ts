/**
 * Ranges of cells in data coordinates: row number of the present order and column id. Within one order a row
 * number and a row key name the same row, whatever is scrolled, loaded or drawn; when the order changes the
 * grid finds the active row again by its key. The last range is the active one; it has the active cell.
 * A range spans the columns that stand between its two ends as they are displayed.
 */
export interface CellPlace {
  readonly row: number;
  readonly column: string;
}
export interface CellRange {
  readonly anchor: CellPlace;
  readonly head: CellPlace;
  /** The active cell where it is not the anchor: whole rows and columns leave it where it was. */
  readonly active?: CellPlace;
}
export type Selection = readonly CellRange[];

/** Half-open rows and column positions of a range. */
export interface RangeBounds {
  readonly rowFrom: number;
  readonly rowTo: number;
  readonly columnFrom: number;
  readonly columnTo: number;
}

export const emptySelection: Selection = [];

export function selectCell(place: CellPlace): Selection {
  return [{ anchor: place, head: place }];
}

export function addRange(selection: Selection, place: CellPlace): Selection {
  return [...selection, { anchor: place, head: place }];
}

/** Moves the far end of the active range. */
export function extendTo(selection: Selection, head: CellPlace): Selection {
  const active = selection.at(-1);
  if (active === undefined) return selectCell(head);
  return [...selection.slice(0, -1), { ...active, head }];
}

export function activeCell(selection: Selection): CellPlace | null {
  const range = selection.at(-1);
  return range?.active ?? range?.anchor ?? null;
}

/** A column that is no longer displayed counts as the first. */
export function rangeBounds(range: CellRange, columns: readonly string[]): RangeBounds {
  const a = Math.max(0, columns.indexOf(range.anchor.column));
  const b = Math.max(0, columns.indexOf(range.head.column));
  return {
    rowFrom: Math.min(range.anchor.row, range.head.row),
    rowTo: Math.max(range.anchor.row, range.head.row) + 1,
    columnFrom: Math.min(a, b),
    columnTo: Math.max(a, b) + 1,
  };
}

export function inBounds(bounds: readonly RangeBounds[], row: number, column: number): boolean {
  return bounds.some(
    (range) =>
      row >= range.rowFrom && row < range.rowTo && column >= range.columnFrom && column < range.columnTo,
  );
}

export function isSingleCell(selection: Selection): boolean {
  const only = selection[0];
  return (
    selection.length === 1 &&
    only !== undefined &&
    only.anchor.row === only.head.row &&
    only.anchor.column === only.head.column
  );
}

/** Rows that any range touches, as ascending disjoint half-open stretches. */
export function rowStretches(bounds: readonly RangeBounds[]): { from: number; to: number }[] {
  const sorted = bounds
    .map(({ rowFrom, rowTo }) => ({ from: rowFrom, to: rowTo }))
    .toSorted((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const stretch of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && stretch.from <= last.to) last.to = Math.max(last.to, stretch.to);
    else merged.push(stretch);
  }
  return merged;
}

export function countRows(stretches: readonly { readonly from: number; readonly to: number }[]): number {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0);
}

export type Step = 'up' | 'down' | 'left' | 'right';

/** One step, or with `edge` to the edge of the data, from a place; stays inside. */
export function stepFrom(
  place: CellPlace,
  step: Step,
  edge: boolean,
  columns: readonly string[],
  rows: number,
): CellPlace {
  const column = Math.max(0, columns.indexOf(place.column));
  const columnAt = (index: number): string => columns[clamp(index, columns.length)] ?? place.column;
  switch (step) {
    case 'up':
      return { ...place, row: edge ? 0 : clamp(place.row - 1, rows) };
    case 'down':
      return { ...place, row: edge ? clamp(rows - 1, rows) : clamp(place.row + 1, rows) };
    case 'left':
      return { ...place, column: columnAt(edge ? 0 : column - 1) };
    case 'right':
      return { ...place, column: columnAt(edge ? columns.length - 1 : column + 1) };
  }
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}
