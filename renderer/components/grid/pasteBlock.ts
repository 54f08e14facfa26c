/**
 * Where a pasted table lands. One cell fills every selected row; a column or block goes down from the active
 * cell, clipped at the end of the rows. Cells that fall on columns that cannot be edited are counted, not applied.
 */
export interface PastedCell {
  readonly row: number;
  readonly column: string;
  readonly text: string;
}
export interface PastePlan {
  readonly cells: readonly PastedCell[];
  /** Cells on columns that cannot be edited, and cells beyond the last row. */
  readonly locked: number;
  readonly beyond: number;
}

export function planPaste(
  table: readonly (readonly string[])[],
  active: { readonly row: number; readonly column: string },
  selectedRows: readonly { readonly from: number; readonly to: number }[],
  displayed: readonly string[],
  editable: ReadonlySet<string>,
  totalRows: number,
): PastePlan {
  const single = table.length === 1 && table[0]?.length === 1 ? table[0][0] : undefined;
  const cells: PastedCell[] = [];
  let locked = 0;
  let beyond = 0;
  const put = (row: number, column: string | undefined, text: string): void => {
    if (column === undefined || row >= totalRows) beyond++;
    else if (!editable.has(column)) locked++;
    else cells.push({ row, column, text });
  };
  if (single !== undefined) {
    for (const { from, to } of selectedRows) {
      for (let row = from; row < to; row++) put(row, active.column, single);
    }
  } else {
    const first = displayed.indexOf(active.column);
    table.forEach((line, down) =>
      line.forEach((text, right) => put(active.row + down, displayed[first + right], text)),
    );
  }
  return { cells, locked, beyond };
}
