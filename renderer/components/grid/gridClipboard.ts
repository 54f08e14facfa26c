import type { CellSelection } from './cellSelection.ts';
import { isEntry } from './cellSelection.ts';
import { clipboardText } from './cellText.ts';
import type { GridNote } from './gridNote.ts';
import type { GridSetup } from './gridOptions.ts';
import { planPaste } from './pasteBlock.ts';
import { rangeRowLimit, readLoadedRange, type RangeData } from './rangeReader.ts';
import { activeCell, countRows, inBounds, rowStretches, type RangeBounds } from './selection.ts';
import type { StatisticsReader } from './statisticsReader.ts';
import { cellsToTsv, guardFormula, parseTsv } from './tsv.ts';
import type { WindowCache } from './windowCache.ts';
import { isNumeric } from './columnDefinitions.ts';

/**
 * Copy and paste through the browser's own events, for the asynchronous clipboard is denied to the page. Copy
 * has to answer within its event, so it takes what the statistics have read already.
 */
export function createGridClipboard(
  host: HTMLElement,
  setup: GridSetup,
  cache: WindowCache,
  selection: CellSelection,
  statistics: StatisticsReader,
  note: GridNote,
  events: {
    onPaste(
      column: string,
      rows: readonly number[],
      texts: readonly string[],
      locked: number,
      beyond: number,
    ): void;
  },
): { destroy(): void } {
  const byId = new Map(setup.columns.map((column) => [column.id, column]));

  const say = (text: string): void => {
    const active = activeCell(selection.ranges);
    if (active !== null) note.show(active.row, active.column, text);
  };

  const onCopy = (event: ClipboardEvent): void => {
    if (isEntry(event.target) || event.clipboardData === null) return;
    const bounds = selection.bounds();
    const stretches = rowStretches(bounds);
    const rows = countRows(stretches);
    if (rows === 0) return;
    event.preventDefault();
    const displayed = selection.displayed();
    const columns = coveredColumns(bounds, displayed).flatMap((id) => {
      const column = byId.get(id);
      return column === undefined ? [] : [{ id, numeric: isNumeric(column) }];
    });
    const data = statistics.data ?? readLoadedRange(cache, stretches, columns);
    if (data === null) {
      say(
        rows > rangeRowLimit
          ? `At most ${rangeRowLimit.toLocaleString()} rows can be copied; export the table instead.`
          : `Reading ${rows.toLocaleString()} rows; copy again in a moment.`,
      );
      return;
    }
    event.clipboardData.setData('text/plain', rangeToTsv(data, bounds, displayed, setup));
  };

  const onPaste = (event: ClipboardEvent): void => {
    if (isEntry(event.target)) return;
    const active = activeCell(selection.ranges);
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (active === null || text === '') return;
    event.preventDefault();
    const plan = planPaste(
      parseTsv(text),
      active,
      rowStretches(selection.bounds()),
      selection.displayed(),
      setup.editing?.columns ?? new Set(),
      cache.meta?.total ?? 0,
    );
    const column = plan.cells[0]?.column;
    if (column === undefined) {
      const locked = byId.get(active.column);
      if (locked !== undefined) say(setup.lockedColumn(locked));
      return;
    }
    const cells = plan.cells.filter((cell) => cell.column === column);
    events.onPaste(
      column,
      cells.map((cell) => cell.row),
      cells.map((cell) => cell.text),
      plan.locked,
      plan.beyond,
    );
  };

  host.addEventListener('copy', onCopy);
  host.addEventListener('paste', onPaste);
  return {
    destroy() {
      host.removeEventListener('copy', onCopy);
      host.removeEventListener('paste', onPaste);
    },
  };
}

function coveredColumns(bounds: readonly RangeBounds[], displayed: readonly string[]): readonly string[] {
  return displayed.filter((_, index) =>
    bounds.some((range) => index >= range.columnFrom && index < range.columnTo),
  );
}

/** Cells between several ranges that none of them covers are left empty. */
export function rangeToTsv(
  data: RangeData,
  bounds: readonly RangeBounds[],
  displayed: readonly string[],
  setup: Pick<GridSetup, 'columns' | 'currency'>,
): string {
  const units = new Map(setup.columns.map((column) => [column.id, column.unit]));
  const covered = coveredColumns(bounds, displayed).map((id) => ({
    index: displayed.indexOf(id),
    unit: units.get(id) ?? 'text',
    values: data.columns.get(id) ?? [],
  }));
  const lines: string[][] = [];
  for (let at = 0; at < data.rows.length; at++) {
    const row = data.rows[at];
    lines.push(
      covered.map(({ index, unit, values }) => {
        if (!inBounds(bounds, row, index)) return '';
        const value = values[at];
        if (typeof value === 'number') return clipboardText(value, unit, setup.currency);
        return guardFormula(value ?? '');
      }),
    );
  }
  return cellsToTsv(lines);
}
