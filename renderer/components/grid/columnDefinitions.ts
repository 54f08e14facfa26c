import type { ColDef, ITooltipParams, ValueFormatterParams } from 'ag-grid-community';
import type { GridColumn } from '../../../core/contract/columns.ts';
import type { GridQuery } from '../../../core/contract/grid.ts';
import { cellText, totalText, unitDigits, unitLabel } from './cellText.ts';
import type { ColumnLayout } from './columnLayout.ts';
import { EntryEditor } from './entryEditor.ts';
import type { GridSetup } from './gridOptions.ts';
import type { RowReader } from './gridSource.ts';
import { HeaderLabel } from './headerLabel.ts';

/** The drawn rows carry no data of their own: what they show is read from the window cache by row number. */
export interface RowMark {
  readonly mark: true;
}

export interface CellContext {
  reader(row: number): RowReader;
  total(column: string): number;
  inRange(row: number, column: string): boolean;
  /** -1 without one. */
  activeRow(): number;
  isFiltered(column: string): boolean;
  openFilter(column: string, anchor: HTMLElement): void;
}

export function isNumeric(column: GridColumn): boolean {
  return column.unit !== 'text' && column.unit !== 'level';
}

/** AG Grid's column definitions in the order of a layout, sorted as the query says. */
export function columnDefinitions(
  setup: GridSetup,
  layout: ColumnLayout,
  query: GridQuery,
  context: CellContext,
): ColDef<RowMark>[] {
  const byId = new Map(setup.columns.map((column) => [column.id, column]));
  return layout.flatMap((place) => {
    const column = byId.get(place.id);
    return column === undefined ? [] : [definition(setup, column, place, query, context)];
  });
}

function definition(
  setup: GridSetup,
  column: GridColumn,
  place: ColumnLayout[number],
  query: GridQuery,
  context: CellContext,
): ColDef<RowMark> {
  const { currency } = setup;
  const look = setup.presentation[column.id] ?? {};
  const numeric = isNumeric(column);
  const digits = look.digits ?? unitDigits(column.unit);
  const sortIndex = query.sort.findIndex((sort) => sort.column === column.id);
  /** Looked up each time, for what may be edited changes with the profile. */
  const lockedReason = (row: RowReader): string | null | undefined =>
    setup.editing?.columns.has(column.id) === true ? setup.editing.locked(row, column.id) : undefined;
  const editable = setup.editing?.columns.has(column.id) === true;
  const rowOf = (node: { rowIndex: number | null; rowPinned?: unknown }): RowReader | null =>
    node.rowPinned !== undefined && node.rowPinned !== null ? null : context.reader(node.rowIndex ?? -1);

  const classes: Record<
    string,
    (params: { node: { rowIndex: number | null }; rowIndex: number }) => boolean
  > = {};
  for (const [name, applies] of Object.entries(look.classes ?? {})) {
    classes[name] = ({ node }) => {
      const row = rowOf(node);
      return row !== null && row.key !== -1 && applies(row);
    };
  }
  if (numeric) {
    classes['is-negative'] = ({ node }) => {
      const row = rowOf(node);
      return (row === null ? context.total(column.id) : row.number(column.id)) < 0;
    };
    classes['is-zero'] = ({ node }) => rowOf(node)?.number(column.id) === 0;
  }
  if (editable) {
    classes['is-editable'] = ({ node }) => {
      const row = rowOf(node);
      return row !== null && row.key !== -1 && lockedReason(row) === null;
    };
    classes['is-locked'] = ({ node }) => {
      const row = rowOf(node);
      return row !== null && row.key !== -1 && typeof lockedReason(row) === 'string';
    };
  }
  classes['in-range'] = ({ node }) => rowOf(node) !== null && context.inRange(node.rowIndex ?? -1, column.id);

  return {
    colId: column.id,
    headerName: column.label,
    headerTooltip: `${column.label}: ${column.definition}`,
    width: place.width,
    hide: place.hidden,
    pinned: place.pinned ? 'left' : null,
    sort: sortIndex === -1 ? null : query.sort[sortIndex].direction === 'ascending' ? 'asc' : 'desc',
    sortIndex: sortIndex === -1 ? null : sortIndex,
    sortingOrder: numeric ? ['desc', 'asc', null] : ['asc', 'desc', null],
    cellClass: numeric ? 'is-number' : '',
    headerClass: numeric ? 'is-number' : '',
    cellClassRules: classes,
    valueGetter: ({ node }) => {
      if (node === null) return '';
      const row = rowOf(node);
      if (row === null) return context.total(column.id);
      return numeric ? row.number(column.id) : row.text(column.id);
    },
    valueFormatter: ({ node, value }: ValueFormatterParams<RowMark, number | string>) => {
      if (node === null) return '';
      const row = rowOf(node);
      if (row === null) {
        return typeof value === 'number' && Number.isFinite(value)
          ? totalText(value, column.unit, currency)
          : '';
      }
      if (row.key === -1) return '';
      if (look.text !== undefined) return look.text(row);
      return typeof value === 'number' ? cellText(value, column.unit, digits, currency) : (value ?? '');
    },
    tooltipValueGetter: ({ node }: ITooltipParams<RowMark>) => {
      const row = node === undefined || node === null ? null : rowOf(node);
      if (row === null) {
        const total = context.total(column.id);
        return Number.isNaN(total)
          ? null
          : `Sum over all rows of the filter: ${cellText(total, column.unit, digits, currency)}`;
      }
      if (row.key === -1) return null;
      return lockedReason(row) ?? look.tooltip?.(row) ?? null;
    },
    editable: ({ node }) => {
      const row = rowOf(node);
      return editable && row !== null && row.key !== -1 && lockedReason(row) === null;
    },
    cellEditor: EntryEditor,
    cellEditorParams: {
      textOf: (row: number) => setup.editing?.textOf(context.reader(row), column.id) ?? '',
      refusal: (text: string, row: number) =>
        setup.editing?.refusal(text, context.reader(row), column.id) ?? null,
    },
    headerComponentParams: {
      innerHeaderComponent: HeaderLabel,
      innerHeaderComponentParams: {
        unit: unitLabel(column.unit, currency),
        isFiltered: () => context.isFiltered(column.id),
        openFilter: (anchor: HTMLElement) => context.openFilter(column.id, anchor),
      },
    },
  };
}
