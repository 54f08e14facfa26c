import './grid.css';
import { ArrowDownUp } from 'lucide-react';
import { useEffect, useImperativeHandle, useMemo, useState } from 'react';
import type { ReactNode, Ref } from 'react';
import { BallastError } from '../../../core/base/errors.ts';
import type { GridColumn } from '../../../core/contract/columns.ts';
import type { GridQuery } from '../../../core/contract/grid.ts';
import { Button } from '../button/Button.tsx';
import { formatCount } from '../format/formatNumber.ts';
import { EmptyState } from '../states/EmptyState.tsx';
import { ErrorState } from '../states/ErrorState.tsx';
import { errorToText } from '../states/errorToText.ts';
import { LoadingState } from '../states/LoadingState.tsx';
import { ColumnChooser } from './ColumnChooser.tsx';
import { defaultLayout, mergeLayout, type ColumnLayout, type LayoutWishes } from './columnLayout.ts';
import { FilterBar, type OpenFilter, type QuickFilter } from './FilterBar.tsx';
import { AgMount } from './AgMount.tsx';
import type { ColumnPresentation, GridController, GridEdit, GridEditing, GridEvents } from './gridOptions.ts';
import type { GridSource, RowReader } from './gridSource.ts';
import type { RangeStatistics } from './rangeStatistics.ts';
import type { WindowMeta } from './windowCache.ts';

/** What a workspace may tell its grid to do. */
export type GridHandle = Pick<
  GridController,
  'reveal' | 'revealRow' | 'selectAll' | 'collapse' | 'selectedRows' | 'note' | 'focus' | 'changed'
>;

export interface GridProps {
  /** Names the grid for tests and screen readers. */
  readonly name: string;
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly wishes: LayoutWishes;
  readonly source: GridSource;
  readonly currency: string;
  readonly query: GridQuery;
  readonly layout: ColumnLayout;
  readonly presentation?: Readonly<Record<string, ColumnPresentation>>;
  readonly editing?: GridEditing;
  readonly lockedColumn?: (column: GridColumn) => string;
  readonly quickFilters?: readonly QuickFilter[];
  readonly valueLabel?: (column: string, value: string) => string;
  /** Noun of a row: `position`. */
  readonly rowNoun: string;
  readonly emptyTitle: string;
  readonly emptyDetail: string;
  /** Stands between the filters and the column chooser. */
  readonly actions?: ReactNode;
  readonly onQuery: (query: GridQuery) => void;
  readonly onLayout: (layout: ColumnLayout) => void;
  readonly onActive?: (row: RowReader) => void;
  readonly onExplain?: (row: RowReader) => void;
  readonly onEdit?: (edit: GridEdit) => void;
  readonly onStatistics?: (statistics: RangeStatistics | null) => void;
  readonly onSelectedRows?: (count: number) => void;
  readonly onKey?: (event: KeyboardEvent) => boolean;
  readonly onMeta?: (meta: WindowMeta) => void;
  readonly ref?: Ref<GridHandle>;
}

/** The page's nonce for style elements, put into the document by whoever serves it; empty where there is none. */
function styleNonce(): string {
  const content = document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? '';
  return content.startsWith('__') ? '' : content;
}

const computed = (column: GridColumn): string => `${column.label} is computed and cannot be edited.`;

/**
 * The grid of a workspace: filters above, two million rows beneath, totals at the foot. It draws; the host
 * sorts, filters and adds up; the workspace keeps query and layout.
 */
export function Grid(props: GridProps) {
  const { name, label, columns, wishes, source, currency, query, layout, ref } = props;
  const [controller, setController] = useState<GridController | null>(null);
  const [meta, setMeta] = useState<WindowMeta | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [openFilter, setOpenFilter] = useState<OpenFilter | null>(null);
  const standardLayout = useMemo(() => defaultLayout(columns, wishes), [columns, wishes]);
  const shownLayout = useMemo(() => mergeLayout(layout, standardLayout), [layout, standardLayout]);

  const events: GridEvents = {
    onQuery: props.onQuery,
    onLayout: props.onLayout,
    onMeta: (next) => {
      setMeta(next);
      props.onMeta?.(next);
    },
    onError: setError,
    onActive: (row) => props.onActive?.(row),
    onStatistics: (statistics) => props.onStatistics?.(statistics),
    onSelectedRows: (count) => props.onSelectedRows?.(count),
    onExplain: (row) => props.onExplain?.(row),
    onOpenFilter: (column, anchor) => setOpenFilter({ column, anchor }),
    onEdit: (edit) => props.onEdit?.(edit),
    onKey: (event) => props.onKey?.(event) ?? false,
  };
  const editing = props.editing ?? null;

  useEffect(() => controller?.setSource(source), [controller, source]);
  useEffect(() => controller?.setQuery(query), [controller, query]);
  useEffect(() => controller?.setEditing(editing), [controller, editing]);
  useImperativeHandle(
    ref,
    (): GridHandle => ({
      reveal: async (key, column, focus) => (await controller?.reveal(key, column, focus)) ?? false,
      revealRow: (row, column, focus) => controller?.revealRow(row, column, focus),
      selectAll: () => controller?.selectAll(),
      collapse: () => controller?.collapse(),
      selectedRows: async (ids) => (await controller?.selectedRows(ids)) ?? null,
      note: (text, at) => controller?.note(text, at),
      focus: () => controller?.focus(),
      changed: () => controller?.changed(),
    }),
    [controller],
  );

  const filtered = query.filter.length > 0;
  const empty = meta !== null && meta.total === 0 && error === null;
  return (
    <div className="grid" data-testid={`grid-${name}`}>
      <div className="grid-bar">
        <FilterBar
          columns={columns}
          filter={query.filter}
          source={source}
          currency={currency}
          quick={props.quickFilters ?? []}
          open={openFilter}
          onOpen={setOpenFilter}
          onChange={(filter) => props.onQuery({ ...query, filter: [...filter] })}
          {...(props.valueLabel === undefined ? {} : { valueLabel: props.valueLabel })}
        />
        <div className="grid-bar-end">
          {props.actions}
          {meta?.stale === true && query.sort.length > 0 && (
            <span className="grid-stale" role="status" title="Values have moved since sorting">
              <span>Values have moved since sorting</span>
              <Button
                size="small"
                variant="ghost"
                icon={ArrowDownUp}
                data-testid={`${name}-sort-again`}
                onClick={() => controller?.sortAgain()}
              >
                Sort again
              </Button>
            </span>
          )}
          <span className="grid-count" data-testid={`${name}-count`}>
            {meta === null ? '' : countText(meta, props.rowNoun)}
          </span>
          <ColumnChooser
            columns={columns}
            layout={shownLayout}
            standardLayout={standardLayout}
            onChange={(next) => {
              controller?.setLayout(next);
              props.onLayout(next);
            }}
          />
        </div>
      </div>
      <div className="grid-body">
        <div
          className="grid-host"
          data-empty={empty}
          onKeyDown={(event) => {
            if (!event.altKey || event.key !== 'ArrowDown') return;
            const cell = (event.target as HTMLElement).closest<HTMLElement>('[col-id]');
            const column = cell?.getAttribute('col-id');
            if (cell === null || column === null || column === undefined) return;
            event.preventDefault();
            setOpenFilter({ column, anchor: cell });
          }}
        >
          <AgMount
            key={currency}
            setup={{
              label,
              columns,
              standardLayout,
              currency,
              presentation: props.presentation ?? {},
              editing,
              lockedColumn: props.lockedColumn ?? computed,
              nonce: styleNonce(),
            }}
            initial={{ source, query, layout }}
            events={events}
            onController={setController}
          />
        </div>
        {/* A lost line is the frame's to tell; what is on the screen stays. */}
        {error !== null && meta !== null && asBallastError(error).code !== 'unavailable' && (
          <div className="grid-problem" role="alert">
            <span>{errorToText(asBallastError(error)).detail}</span>
            <Button size="small" onClick={() => controller?.retry()}>
              Try again
            </Button>
          </div>
        )}
        {error !== null && meta === null && (
          <div className="grid-cover">
            <ErrorState error={asBallastError(error)} onRetry={() => controller?.retry()} />
          </div>
        )}
        {meta === null && error === null && (
          <div className="grid-cover">
            <LoadingState label={`Loading ${props.rowNoun}s`} />
          </div>
        )}
        {empty && (
          <div className="grid-cover is-below-header">
            <EmptyState
              title={filtered ? `No ${props.rowNoun} meets the filter` : props.emptyTitle}
              detail={
                filtered
                  ? `${formatCount(meta.unfiltered)} ${props.rowNoun}s are hidden by it.`
                  : props.emptyDetail
              }
              {...(filtered
                ? {
                    action: (
                      <Button onClick={() => props.onQuery({ ...query, filter: [] })}>
                        Clear the filter
                      </Button>
                    ),
                  }
                : {})}
            />
          </div>
        )}
      </div>
    </div>
  );
}

function asBallastError(error: Error): BallastError {
  return error instanceof BallastError ? error : new BallastError('failed', error.message);
}

function countText(meta: WindowMeta, noun: string): string {
  if (meta.total === meta.unfiltered)
    return `${formatCount(meta.total)} ${noun}${meta.total === 1 ? '' : 's'}`;
  return `${formatCount(meta.total)} of ${formatCount(meta.unfiltered)} ${noun}s`;
}
