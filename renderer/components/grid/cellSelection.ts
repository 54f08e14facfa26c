import type { GridApi } from 'ag-grid-community';
import type { RowMark } from './columnDefinitions.ts';
import { keyToIntent } from './gridKeys.ts';
import {
  activeCell,
  addRange,
  emptySelection,
  extendTo,
  inBounds,
  isSingleCell,
  rangeBounds,
  selectCell,
  stepFrom,
  type CellPlace,
  type RangeBounds,
  type Selection,
} from './selection.ts';

/**
 * The cell selection over AG Grid, which has none in its free edition: ranges in data coordinates
 * (selection.ts), drawn as classes on whatever cells happen to exist. The focus stays on the active cell while
 * a range grows, as in a spreadsheet.
 */
export interface CellSelection {
  readonly ranges: Selection;
  bounds(): readonly RangeBounds[];
  displayed(): readonly string[];
  inRange(row: number, column: string): boolean;
  set(selection: Selection): void;
  paint(): void;
  destroy(): void;
}

export interface CellSelectionEvents {
  rowCount(): number;
  onChange(): void;
  onClear(): void;
  onKey(event: KeyboardEvent): boolean;
  onExplain(row: number): void;
  /** An entry was begun on a cell that takes none. */
  onLockedEntry(place: CellPlace): void;
}

export function createCellSelection(
  root: HTMLElement,
  api: GridApi<RowMark>,
  events: CellSelectionEvents,
): CellSelection {
  let ranges: Selection = emptySelection;
  let bounds: readonly RangeBounds[] = [];
  let positions = new Map<string, number>();
  let dragging = false;
  let scrollTimer: ReturnType<typeof setInterval> | null = null;

  const displayed = (): readonly string[] => api.getAllDisplayedColumns().map((column) => column.getColId());

  const measure = (): void => {
    const columns = displayed();
    positions = new Map(columns.map((id, index) => [id, index]));
    bounds = ranges.map((range) => rangeBounds(range, columns));
  };

  const inRange = (row: number, column: string): boolean =>
    !isSingleCell(ranges) && inBounds(bounds, row, positions.get(column) ?? -1);

  const paint = (): void => {
    measure();
    const active = activeCell(ranges)?.row ?? -1;
    for (const row of root.querySelectorAll<HTMLElement>('.ag-row[row-index]')) {
      const index = rowIndexOf(row);
      row.classList.toggle('is-active', index !== null && index === active);
      for (const cell of row.querySelectorAll<HTMLElement>('.ag-cell[col-id]')) {
        const column = cell.getAttribute('col-id') ?? '';
        cell.classList.toggle('in-range', index !== null && inRange(index, column));
      }
    }
  };

  const set = (next: Selection): void => {
    ranges = next;
    paint();
    events.onChange();
  };

  const placeOf = (target: EventTarget | null): CellPlace | null => {
    if (!(target instanceof Element)) return null;
    const cell = target.closest<HTMLElement>('.ag-cell[col-id]');
    const row = cell?.closest<HTMLElement>('.ag-row[row-index]');
    if (cell === null || cell === undefined || row === null || row === undefined || !root.contains(cell))
      return null;
    const index = rowIndexOf(row);
    return index === null ? null : { row: index, column: cell.getAttribute('col-id') ?? '' };
  };

  const reach = (head: CellPlace): void => {
    set(extendTo(ranges, head));
    api.ensureIndexVisible(head.row);
    api.ensureColumnVisible(head.column);
  };

  const onFocused = (): void => {
    if (dragging) return;
    const focused = api.getFocusedCell();
    if (focused === null || (focused.rowPinned !== null && focused.rowPinned !== undefined)) return;
    const place = { row: focused.rowIndex, column: focused.column.getColId() };
    const active = activeCell(ranges);
    if (active !== null && active.row === place.row && active.column === place.column) return;
    set(selectCell(place));
  };

  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || event.pointerType === 'touch' || isEntry(event.target)) return;
    const place = placeOf(event.target);
    if (place === null) return;
    if (event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      set(selectCell(place));
      api.setFocusedCell(place.row, place.column);
      events.onExplain(place.row);
      return;
    }
    if (event.shiftKey && ranges.length > 0) {
      event.preventDefault();
      event.stopPropagation();
      set(extendTo(ranges, place));
      return;
    }
    dragging = true;
    set(event.ctrlKey || event.metaKey ? addRange(ranges, place) : selectCell(place));
    window.addEventListener('pointermove', onPointerMove);
    window.addEventListener('pointerup', onPointerUp, { once: true });
  };

  const onPointerMove = (event: PointerEvent): void => {
    const place = placeOf(document.elementFromPoint(event.clientX, event.clientY));
    const head = ranges.at(-1)?.head;
    if (place !== null && head !== undefined && (place.row !== head.row || place.column !== head.column)) {
      set(extendTo(ranges, place));
    }
    const box = root.getBoundingClientRect();
    const direction = event.clientY > box.bottom ? 'down' : event.clientY < box.top ? 'up' : null;
    if (scrollTimer !== null) clearInterval(scrollTimer);
    scrollTimer = null;
    if (direction === null) return;
    scrollTimer = setInterval(() => {
      const active = ranges.at(-1);
      if (active === undefined) return;
      reach(stepFrom(active.head, direction, false, displayed(), events.rowCount()));
    }, 40);
  };

  const onPointerUp = (): void => {
    dragging = false;
    window.removeEventListener('pointermove', onPointerMove);
    if (scrollTimer !== null) clearInterval(scrollTimer);
    scrollTimer = null;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (isEntry(event.target) || placeOf(event.target) === null) return;
    const active = ranges.at(-1);
    const intent = keyToIntent(event);
    const cell = activeCell(ranges);
    if (active === undefined || cell === null) return;
    if (events.onKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (intent === null) {
      const begins = event.key === 'F2' || (event.key.length === 1 && event.key !== ' ' && !event.altKey);
      if (begins && !event.ctrlKey && !event.metaKey) events.onLockedEntry(cell);
      return;
    }
    const columns = displayed();
    const rows = events.rowCount();
    const first = columns[0];
    const last = columns.at(-1);
    if (first === undefined || last === undefined || rows === 0) return;
    const whole = (from: CellPlace, to: CellPlace): void =>
      set([...ranges.slice(0, -1), { anchor: from, head: to, active: cell }]);
    switch (intent.kind) {
      case 'extend':
        reach(stepFrom(active.head, intent.step, intent.edge, columns, rows));
        break;
      case 'extend-page': {
        const page = Math.max(1, api.getLastDisplayedRowIndex() - api.getFirstDisplayedRowIndex() - 1);
        const row = Math.max(0, Math.min(rows - 1, active.head.row + intent.direction * page));
        reach({ ...active.head, row });
        break;
      }
      case 'select-all':
        set([{ anchor: { row: 0, column: first }, head: { row: rows - 1, column: last }, active: cell }]);
        break;
      case 'select-column':
        whole({ row: 0, column: active.anchor.column }, { row: rows - 1, column: active.head.column });
        break;
      case 'select-row':
        whole({ row: active.anchor.row, column: first }, { row: active.head.row, column: last });
        break;
      case 'collapse':
        if (ranges.length === 1 && isSingleCell(ranges)) return;
        set(selectCell(cell));
        break;
      case 'clear':
        events.onClear();
        break;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  root.addEventListener('pointerdown', onPointerDown, true);
  root.addEventListener('keydown', onKeyDown, true);
  api.addEventListener('cellFocused', onFocused);
  api.addEventListener('displayedColumnsChanged', paint);

  return {
    get ranges() {
      return ranges;
    },
    bounds: () => bounds,
    displayed,
    inRange,
    set,
    paint,
    destroy() {
      onPointerUp();
      root.removeEventListener('pointerdown', onPointerDown, true);
      root.removeEventListener('keydown', onKeyDown, true);
    },
  };
}

/** Null for the totals row, whose index is `b-0`. */
function rowIndexOf(row: HTMLElement): number | null {
  const text = row.getAttribute('row-index') ?? '';
  return /^\d+$/.test(text) ? Number(text) : null;
}

/** Whether an event belongs to a text field inside the grid rather than to a cell. */
export function isEntry(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, button') !== null;
}
