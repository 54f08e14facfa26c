/**
 * Which rows of a long list to ask for and to draw: everything in sight with a little around it, in blocks, so
 * that scrolling by a row does not ask again.
 */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

export function rowsInSight(scrollTop: number, height: number, rowHeight: number, total: number): RowRange {
  const around = 4;
  const from = Math.max(0, Math.floor(scrollTop / rowHeight) - around);
  const to = Math.min(total, Math.ceil((scrollTop + height) / rowHeight) + around);
  return { from: Math.min(from, to), to };
}

export function blockToAsk(sight: RowRange, block = 60): RowRange {
  const from = Math.max(0, (Math.floor(sight.from / block) - 1) * block);
  const to = (Math.floor(Math.max(sight.to, 1) / block) + 2) * block;
  return { from, to };
}

/** The scroll position that brings a row into sight with the least movement. */
export function scrollToRow(scrollTop: number, height: number, rowHeight: number, row: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + height) return top + rowHeight - height;
  return scrollTop;
}
