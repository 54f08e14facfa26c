/** A sentence at a cell: why an entry was refused, why a cell is locked. It leaves with the next move. */
export interface GridNote {
  show(row: number, column: string, text: string): void;
  /** Stays at its cell when the grid has scrolled; leaves when the cell has. */
  follow(): void;
  hide(): void;
  destroy(): void;
}

const lifetimeMs = 8000;

export function createGridNote(host: HTMLElement): GridNote {
  const box = document.createElement('div');
  box.className = 'grid-note';
  box.setAttribute('role', 'alert');
  box.hidden = true;
  host.append(box);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let at: { readonly row: number; readonly column: string } | null = null;

  const hide = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    at = null;
    box.hidden = true;
    box.textContent = '';
  };

  /** Beneath the cell, or above it where there is no room; without the cell, under the header. */
  const place = (cell: HTMLElement | null): void => {
    const frame = host.getBoundingClientRect();
    const mark = cell?.getBoundingClientRect();
    const left = (mark?.left ?? frame.left) - frame.left;
    const below = (mark?.bottom ?? frame.top + 60) - frame.top + 2;
    const above = (mark?.top ?? frame.top) - frame.top - box.offsetHeight - 2;
    const fits = below + box.offsetHeight <= frame.height;
    box.style.left = `${Math.max(4, Math.min(left, frame.width - box.offsetWidth - 4))}px`;
    box.style.top = `${fits ? below : Math.max(4, above)}px`;
  };

  const cellOf = (row: number, column: string): HTMLElement | null =>
    host.querySelector<HTMLElement>(cellSelector(row, column));

  return {
    show(row, column, text) {
      hide();
      at = { row, column };
      box.textContent = text;
      box.hidden = false;
      place(cellOf(row, column));
      timer = setTimeout(hide, lifetimeMs);
    },
    follow() {
      if (at === null) return;
      const cell = cellOf(at.row, at.column);
      if (cell === null) hide();
      else place(cell);
    },
    hide,
    destroy() {
      hide();
      box.remove();
    },
  };
}

export function cellSelector(row: number, column: string): string {
  return `.ag-row[row-index="${row}"] .ag-cell[col-id="${CSS.escape(column)}"]`;
}
