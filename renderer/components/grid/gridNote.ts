/** A sentence at a cell: why an entry was refused, why a cell is locked. It leaves with the next move. */
export interface GridNote {
  show(row: number, column: string, text: string): void;
  hide(): void;
  destroy(): void;
}

export function createGridNote(host: HTMLElement): GridNote {
  const box = document.createElement('div');
  box.className = 'grid-note';
  box.setAttribute('role', 'alert');
  box.hidden = true;
  host.append(box);
  let timer: ReturnType<typeof setTimeout> | null = null;
  const hide = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    box.hidden = true;
    box.textContent = '';
  };
  return {
    show(row, column, text) {
      hide();
      const cell = host.querySelector<HTMLElement>(cellSelector(row, column));
      const frame = host.getBoundingClientRect();
      const place = cell?.getBoundingClientRect();
      box.textContent = text;
      box.hidden = false;
      const left = (place?.left ?? frame.left) - frame.left;
      const below = (place?.bottom ?? frame.top + 60) - frame.top + 2;
      const fits = below + box.offsetHeight <= frame.height;
      const above = (place?.top ?? frame.top) - frame.top - box.offsetHeight - 2;
      box.style.left = `${Math.max(4, Math.min(left, frame.width - box.offsetWidth - 4))}px`;
      box.style.top = `${fits ? below : Math.max(4, above)}px`;
      timer = setTimeout(hide, 8000);
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
