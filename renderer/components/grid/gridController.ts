import type { GridApi, GridOptions, IGetRowsParams } from 'ag-grid-community';
import type { GridQuery, Sort } from '../../../core/contract/grid.ts';
import { agBlocks, agOptions, blockSize, rowMark } from './agOptions.ts';
import { rowHeight } from './agTheme.ts';
import { createCellSelection, isEntry, type CellSelection } from './cellSelection.ts';
import { isNumeric, type RowMark } from './columnDefinitions.ts';
import { mergeLayout, type ColumnLayout } from './columnLayout.ts';
import { createGridClipboard } from './gridClipboard.ts';
import type { GridController, GridEvents, GridSetup } from './gridOptions.ts';
import type { GridSource } from './gridSource.ts';
import { cellSelector, createGridNote } from './gridNote.ts';
import { readRange, rangeRowLimit, type RangeData } from './rangeReader.ts';
import { activeCell, countRows, emptySelection, rowStretches, selectCell } from './selection.ts';
import { createStatisticsReader } from './statisticsReader.ts';
import { createStretchedWheel } from './stretchedWheel.ts';
import { createWindowCache, sameQuery, type WindowCache } from './windowCache.ts';

const refreshEveryMs = 250;

/** What is made before AG Grid is mounted and outlives its mounting: the values, and how cells read them. */
export interface GridParts {
  readonly cache: WindowCache;
  readonly options: GridOptions<RowMark>;
  readonly source: { current: GridSource };
  readonly live: LiveCells;
}

/** What cells ask of the controller, which does not exist yet when the first of them are drawn. */
interface LiveCells {
  selection: CellSelection | null;
  query: GridQuery;
  openFilter: (column: string, anchor: HTMLElement) => void;
}

export function createGridParts(
  setup: GridSetup,
  initial: { readonly source: GridSource; readonly query: GridQuery; readonly layout: ColumnLayout },
): GridParts {
  const source = { current: initial.source };
  const live: LiveCells = { selection: null, query: initial.query, openFilter: () => undefined };
  const cache = createWindowCache(
    { window: (input) => source.current.window(input) },
    { blockSize, capacity: agBlocks + 20, query: initial.query },
  );
  const options = agOptions(setup, initial.query, initial.layout, {
    reader: (row) => cache.reader(row),
    total: (column) => cache.meta?.totals[column] ?? Number.NaN,
    inRange: (row, column) => live.selection?.inRange(row, column) ?? false,
    activeRow: () => activeCell(live.selection?.ranges ?? [])?.row ?? -1,
    isFiltered: (column) => live.query.filter.some((condition) => condition.column === column),
    openFilter: (column, anchor) => live.openFilter(column, anchor),
  });
  return { cache, options, source, live };
}

/**
 * One AG Grid over one window cache. AG Grid owns pixels, focus and column gestures; the cache owns values;
 * this joins them: it answers AG Grid's wish for rows with empty marks once the cache has the block, so that a
 * change of values is a redraw of the visible cells and never moves a row.
 */
export function createGridController(
  host: HTMLElement,
  api: GridApi<RowMark>,
  setup: GridSetup,
  parts: GridParts,
  events: () => GridEvents,
): GridController {
  const { cache, live } = parts;
  let alive = true;
  let activeKey = -1;
  const asking: Pick<GridSource, 'window'> = { window: (input) => parts.source.current.window(input) };
  const note = createGridNote(host);
  host.querySelector('[role="grid"], [role="treegrid"]')?.setAttribute('aria-label', setup.label);

  const selection = createCellSelection(host, api, {
    rowCount: () => cache.meta?.total ?? 0,
    onChange: () => selectionChanged(),
    onClear: () => void clear(),
    onKey: (event) => events().onKey(event),
    onExplain: (row) => {
      if (cache.has(row)) events().onExplain(cache.reader(row));
    },
    onLockedEntry: ({ row, column }) => {
      const reason = lockedReason(row, column);
      if (reason !== null) note.show(row, column, reason);
    },
  });
  live.selection = selection;
  live.openFilter = (column, anchor) => events().onOpenFilter(column, anchor);
  const statistics = createStatisticsReader(setup, cache, asking, (value) => {
    if (alive) events().onStatistics(value);
  });
  const clipboard = createGridClipboard(host, setup, cache, selection, statistics, note, {
    onPaste: (column, rows, texts, locked, beyond) => void paste(column, rows, texts, locked, beyond),
  });

  const wheel = createStretchedWheel(host, () => (cache.meta?.total ?? 0) * rowHeight);

  // — rows —

  async function getRows(params: IGetRowsParams<RowMark>): Promise<void> {
    try {
      const current = await cache.load(Math.floor(params.startRow / blockSize));
      const meta = cache.meta;
      if (!alive || !current || meta === null) {
        params.failCallback();
        return;
      }
      const count = Math.max(0, Math.min(params.endRow, meta.total) - params.startRow);
      params.successCallback(
        Array.from({ length: count }, () => rowMark),
        meta.total,
      );
      published();
    } catch (error) {
      params.failCallback();
      if (alive) events().onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Totals, counts and the active row, after an answer. */
  function published(): void {
    const meta = cache.meta;
    if (meta === null) return;
    const totals = api.getPinnedBottomRow(0);
    if (totals !== undefined) api.refreshCells({ rowNodes: [totals], force: true });
    wheel.update();
    events().onError(null);
    events().onMeta(meta);
    announceActive();
  }

  let refreshing = false;
  let again = false;
  async function refreshVisible(): Promise<void> {
    if (refreshing) {
      again = true;
      return;
    }
    refreshing = true;
    try {
      const from = Math.max(0, api.getFirstDisplayedRowIndex());
      const to = Math.max(from, api.getLastDisplayedRowIndex() + 1);
      const changed = await cache.refresh(from, to);
      if (!alive || changed.length === 0) return;
      const total = cache.meta?.total ?? 0;
      if (total !== api.getDisplayedRowCount()) api.setRowCount(total, true);
      api.refreshCells({ force: true, suppressFlash: true });
      selection.paint();
      published();
      statistics.read(selection.bounds(), selection.displayed());
    } catch (error) {
      if (alive) events().onError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      refreshing = false;
      if (again && alive) {
        again = false;
        void refreshVisible();
      }
    }
  }

  let refreshTimer: ReturnType<typeof setTimeout> | null = null;
  let refreshedAt = -refreshEveryMs;
  /** Changes come in bursts: the first is shown at once, the rest together a moment later. */
  function refreshSoon(): void {
    if (refreshTimer !== null) return;
    const wait = Math.max(0, refreshedAt + refreshEveryMs - performance.now());
    refreshTimer = setTimeout(() => {
      refreshTimer = null;
      refreshedAt = performance.now();
      void refreshVisible();
    }, wait);
  }

  /** All rows anew, from the top; the active row is looked for by its key and stays active where it now is. */
  function reload(): void {
    const key = activeKey;
    const column = activeCell(selection.ranges)?.column ?? null;
    selection.set(emptySelection);
    api.setRowCount(1, false);
    api.purgeInfiniteCache();
    api.ensureIndexVisible(0, 'top');
    if (key !== -1 && column !== null) void followKey(key, column);
  }

  async function followKey(key: number, column: string): Promise<void> {
    const { epoch } = cache;
    const row = await rowOf(key);
    if (!alive || row === null || cache.epoch !== epoch || selection.ranges.length > 0) return;
    selection.set(selectCell({ row, column }));
  }

  function revealRow(row: number, column: string, focus: boolean): void {
    const shown = selection.displayed().includes(column) ? column : (selection.displayed()[0] ?? column);
    api.ensureIndexVisible(row, 'middle');
    api.ensureColumnVisible(shown);
    selection.set(selectCell({ row, column: shown }));
    if (focus) focusDrawn(row, shown, 20);
  }

  /** A cell that has just come into view is drawn within a few frames; only then can it take the focus. */
  function focusDrawn(row: number, column: string, frames: number): void {
    if (!alive) return;
    const drawn = host.querySelector(cellSelector(row, column)) !== null;
    if (drawn) api.setFocusedCell(row, column);
    else if (frames > 0) requestAnimationFrame(() => focusDrawn(row, column, frames - 1));
  }

  async function rowOf(key: number): Promise<number | null> {
    const loaded = cache.loadedRowOf(key);
    if (loaded !== -1) return loaded;
    return (await parts.source.current.rowOf?.(live.query, key).catch(() => null)) ?? null;
  }

  // — query and columns —

  function onSortChanged(): void {
    const sort: Sort[] = api
      .getColumnState()
      .filter((state) => state.sort !== null && state.sort !== undefined)
      .toSorted((a, b) => (a.sortIndex ?? 0) - (b.sortIndex ?? 0))
      .slice(0, 4)
      .map((state) => ({
        column: state.colId,
        direction: state.sort === 'asc' ? 'ascending' : 'descending',
      }));
    if (JSON.stringify(sort) === JSON.stringify(live.query.sort)) return;
    live.query = { ...live.query, sort };
    events().onQuery(live.query);
    if (cache.setQuery(live.query)) reload();
  }

  function layoutChanged(): void {
    if (!alive) return;
    const layout = api.getColumnState().map((state) => ({
      id: state.colId,
      width: Math.round(state.width ?? 100),
      hidden: state.hide === true,
      pinned: state.pinned === 'left' || state.pinned === true,
    }));
    events().onLayout([
      ...layout.filter((place) => place.pinned),
      ...layout.filter((place) => !place.pinned),
    ]);
  }

  // — selection and editing —

  function announceActive(): void {
    const active = activeCell(selection.ranges);
    if (active === null || !cache.has(active.row)) return;
    const reader = cache.reader(active.row);
    if (reader.key === activeKey) return;
    activeKey = reader.key;
    events().onActive(reader);
  }

  function selectionChanged(): void {
    note.hide();
    announceActive();
    const bounds = selection.bounds();
    events().onSelectedRows(countRows(rowStretches(bounds)));
    statistics.read(bounds, selection.displayed());
  }

  function lockedReason(row: number, column: string): string | null {
    const definition = setup.columns.find((candidate) => candidate.id === column);
    if (definition === undefined) return null;
    if (setup.editing?.columns.has(column) !== true) return setup.lockedColumn(definition);
    return cache.has(row) ? setup.editing.locked(cache.reader(row), column) : 'The row is still loading.';
  }

  const rangeColumns = (ids: readonly string[]): { id: string; numeric: boolean }[] =>
    setup.columns
      .filter((column) => ids.includes(column.id))
      .map((column) => ({ id: column.id, numeric: isNumeric(column) }));

  async function readRows(
    stretches: readonly { readonly from: number; readonly to: number }[],
    columns: readonly string[],
  ): Promise<RangeData | null> {
    if (stretches.length === 0) return null;
    if (countRows(stretches) > rangeRowLimit) {
      const active = activeCell(selection.ranges);
      const text = `At most ${rangeRowLimit.toLocaleString()} rows at once; narrow the selection or the filter.`;
      if (active !== null) note.show(active.row, active.column, text);
      return null;
    }
    return readRange(cache, asking, stretches, rangeColumns(columns));
  }

  async function entry(row: number, column: string, text: string): Promise<void> {
    const data = await readRows([{ from: row, to: row + 1 }], [column, ...(setup.editing?.reads ?? [])]);
    if (data !== null && alive) {
      events().onEdit({ kind: 'entry', column, data, texts: [text], locked: 0, beyond: 0 });
    }
  }

  async function clear(): Promise<void> {
    const active = activeCell(selection.ranges);
    if (active === null) return;
    const displayed = selection.displayed();
    const column = selection
      .bounds()
      .flatMap((range) => displayed.slice(range.columnFrom, range.columnTo))
      .find((id) => setup.editing?.columns.has(id) === true);
    if (column === undefined) {
      const reason = lockedReason(active.row, active.column);
      if (reason !== null) note.show(active.row, active.column, reason);
      return;
    }
    const stretches = rowStretches(selection.bounds());
    const data = await readRows(stretches, [column, ...(setup.editing?.reads ?? [])]);
    if (data === null || !alive) return;
    events().onEdit({
      kind: 'clear',
      column,
      data,
      texts: [...data.rows].map(() => ''),
      locked: 0,
      beyond: 0,
    });
  }

  async function paste(
    column: string,
    rows: readonly number[],
    texts: readonly string[],
    locked: number,
    beyond: number,
  ): Promise<void> {
    const stretches = rowStretches(
      rows.map((row) => ({ rowFrom: row, rowTo: row + 1, columnFrom: 0, columnTo: 1 })),
    );
    const data = await readRows(stretches, [column, ...(setup.editing?.reads ?? [])]);
    if (data === null || !alive) return;
    const byRow = new Map(rows.map((row, index) => [row, texts[index] ?? '']));
    events().onEdit({
      kind: 'paste',
      column,
      data,
      texts: [...data.rows].map((row) => byRow.get(row) ?? ''),
      locked,
      beyond,
    });
  }

  api.addEventListener('sortChanged', onSortChanged);
  api.addEventListener('columnMoved', ({ finished }) => finished && layoutChanged());
  api.addEventListener('columnResized', ({ finished }) => finished && layoutChanged());
  api.addEventListener('columnPinned', layoutChanged);
  api.addEventListener('columnVisible', layoutChanged);
  api.addEventListener('bodyScrollEnd', () => void refreshVisible());
  api.addEventListener('bodyScroll', () => note.follow());
  api.addEventListener('cellEditRequest', ({ rowIndex, column, newValue }) => {
    if (rowIndex !== null) void entry(rowIndex, column.getColId(), String(newValue ?? ''));
  });
  api.addEventListener('gridPreDestroyed', () => {
    alive = false;
  });
  api.setGridOption('datasource', { getRows: (params) => void getRows(params) });

  const onFocusOut = (event: FocusEvent): void => {
    if (!isEntry(event.target)) note.hide();
  };
  host.addEventListener('focusout', onFocusOut);

  return {
    setSource(next) {
      if (next === parts.source.current) return;
      parts.source.current = next;
      cache.clear();
      api.purgeInfiniteCache();
    },
    setQuery(next) {
      if (sameQuery(next, live.query)) return;
      const sortMoved = JSON.stringify(next.sort) !== JSON.stringify(live.query.sort);
      live.query = next;
      cache.setQuery(next);
      if (sortMoved) {
        api.applyColumnState({
          state: next.sort.map(({ column, direction }, sortIndex) => ({
            colId: column,
            sort: direction === 'ascending' ? 'asc' : 'desc',
            sortIndex,
          })),
          defaultState: { sort: null, sortIndex: null },
        });
      }
      api.refreshHeader();
      reload();
    },
    setLayout(layout) {
      const merged = mergeLayout(layout, setup.standardLayout);
      api.applyColumnState({
        state: merged.map((place) => ({
          colId: place.id,
          width: place.width,
          hide: place.hidden,
          pinned: place.pinned ? 'left' : null,
        })),
        applyOrder: true,
      });
    },
    setEditing(editing) {
      if (setup.editing === editing) return;
      setup.editing = editing;
      api.refreshCells({ force: true, suppressFlash: true });
    },
    changed() {
      cache.invalidate();
      refreshSoon();
    },
    sortAgain() {
      cache.sortAgain();
      reload();
    },
    retry() {
      events().onError(null);
      reload();
    },
    async reveal(key, column, focus) {
      const row = await rowOf(key);
      if (!alive || row === null) return false;
      revealRow(row, column, focus);
      return true;
    },
    revealRow,
    selectAll() {
      const [first] = selection.displayed();
      const last = selection.displayed().at(-1);
      const rows = cache.meta?.total ?? 0;
      if (first === undefined || last === undefined || rows === 0) return;
      const from = { row: 0, column: first };
      selection.set([{ anchor: from, head: { row: rows - 1, column: last }, active: from }]);
    },
    collapse() {
      const active = activeCell(selection.ranges);
      if (active !== null) selection.set(selectCell(active));
    },
    selectedRows: (columns) => readRows(rowStretches(selection.bounds()), columns),
    note(text, at) {
      const active = at ?? activeCell(selection.ranges);
      if (active !== null) note.show(active.row, active.column, text);
    },
    focus() {
      const active = activeCell(selection.ranges);
      const column = active?.column ?? selection.displayed()[0];
      if (column !== undefined) focusDrawn(active?.row ?? 0, column, 20);
    },
    destroy() {
      alive = false;
      if (refreshTimer !== null) clearTimeout(refreshTimer);
      host.removeEventListener('focusout', onFocusOut);
      wheel.destroy();
      clipboard.destroy();
      statistics.destroy();
      selection.destroy();
      note.destroy();
      live.selection = null;
    },
  };
}
