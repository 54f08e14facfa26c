import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { BallastError } from '../../../core/base/errors.ts';
import type { GridColumn } from '../../../core/contract/columns.ts';
import type { Command } from '../../../core/contract/commands.ts';
import type { Condition, GridQuery, Sort } from '../../../core/contract/grid.ts';
import { defaultLayout, mergeLayout, type LayoutWishes } from '../../components/grid/columnLayout.ts';
import type { GridHandle, GridProps } from '../../components/grid/Grid.tsx';
import { statisticsToSummary } from '../../components/grid/statisticsText.ts';
import { withDefaultSort } from '../../components/grid/withDefaultSort.ts';
import { errorToText } from '../../components/states/errorToText.ts';
import { showToast } from '../../components/toast/toastStore.ts';
import { useConnection } from '../../host/connection.ts';
import { saveTable } from '../../host/saveTable.ts';
import { useHostEvent } from '../../host/useHostEvent.ts';
import { setRangeSummary } from '../statusStore.ts';
import { openExplain, select, setGridView, useView } from '../viewStore.ts';

interface PositionGridOptions {
  readonly workspace: 'inventory' | 'forecast';
  /** Name of the table in exports. */
  readonly exported: 'inventory' | 'forecast-view';
  readonly columns: readonly GridColumn[];
  readonly wishes: LayoutWishes;
  readonly defaultSort: Sort;
  /** Where a position that was selected elsewhere becomes active. */
  readonly revealColumn: string;
  readonly currency: string;
}

export interface PositionGrid {
  readonly grid: RefObject<GridHandle | null>;
  readonly query: GridQuery;
  /** The position that is selected, here or elsewhere. */
  readonly selected: number | null;
  /** It is hidden by the filter. */
  readonly isOutside: boolean;
  /** What the grid is told and tells in every workspace around positions. */
  readonly gridProps: Pick<
    GridProps,
    | 'ref'
    | 'columns'
    | 'wishes'
    | 'currency'
    | 'query'
    | 'layout'
    | 'rowNoun'
    | 'onQuery'
    | 'onLayout'
    | 'onActive'
    | 'onExplain'
    | 'onStatistics'
    | 'onMeta'
  >;
  readonly setFilter: (filter: readonly Condition[]) => void;
  /** The host's values have moved. */
  readonly refresh: () => void;
  /** The refusal of an entry is said at its cell, of anything else as a notice that stays. */
  readonly apply: (command: Command, atCell: boolean) => Promise<void>;
  /** The plan is still following a command. */
  readonly isFollowing: boolean;
  /** Saves the rows and columns that the grid shows. */
  readonly exportShown: () => Promise<void>;
  /** Gives up the export that the host is writing. */
  readonly cancelExport: () => void;
}

/** From when a command that is not answered yet is said to be under way. */
const lateMs = 300;

/** The frame around a grid of positions: its view, its selection, its commands and its export. */
export function usePositionGrid(options: PositionGridOptions): PositionGrid {
  const { workspace, exported, columns, wishes, defaultSort, revealColumn, currency } = options;
  const view = useView((state) => state[workspace]);
  const selection = useView((state) => state.selection);
  const grid = useRef<GridHandle>(null);
  const shown = useRef(-1);
  /** The query whose rows the grid has. */
  const [answered, setAnswered] = useState<GridQuery | null>(null);
  const [isOutside, setOutside] = useState(false);
  const [isFollowing, setFollowing] = useState(false);
  const query = useMemo(() => withDefaultSort(view.query, defaultSort), [view.query, defaultSort]);

  const refresh = useCallback(() => grid.current?.changed(), []);
  useHostEvent('changed', refresh);
  useEffect(() => () => setRangeSummary(null), []);

  /** A position selected elsewhere is brought into view, or said to be outside the filter. */
  const selected = selection?.kind === 'position' ? selection.id : null;
  useEffect(() => {
    if (answered === null || selected === null || selected === shown.current) {
      setOutside(false);
      return undefined;
    }
    let current = true;
    const takesFocus = document.activeElement === document.body;
    void grid.current?.reveal(selected, revealColumn, takesFocus).then((found) => {
      if (!current) return;
      if (found) shown.current = selected;
      setOutside(!found);
    });
    return () => {
      current = false;
    };
  }, [answered, selected, revealColumn]);

  const apply = useCallback(async (command: Command, atCell: boolean): Promise<void> => {
    const late = setTimeout(() => setFollowing(true), lateMs);
    try {
      const actor = useView.getState().profileId as 'planner';
      const result = await connected().ask('command.apply', { actor, command });
      if (!atCell) showToast({ tone: 'positive', title: result.label });
      grid.current?.changed();
    } catch (error) {
      const { title, detail } = errorToText(asBallastError(error));
      if (atCell) grid.current?.note(detail);
      else showToast({ tone: 'error', title, detail });
    } finally {
      clearTimeout(late);
      setFollowing(false);
    }
  }, []);

  const ticket = useRef<string | null>(null);
  const exportShown = async (): Promise<void> => {
    const own = crypto.randomUUID();
    ticket.current = own;
    try {
      const ids = mergeLayout(view.columns, defaultLayout(columns, wishes)).flatMap(({ id, hidden }) =>
        hidden ? [] : [id],
      );
      const file = await connected().ask('app.export', { what: exported, query, columns: ids, ticket: own });
      // What was given up at the very end has come all the same.
      if (ticket.current === own) await saveTable(file);
    } catch (error) {
      const known = asBallastError(error);
      if (known.code !== 'cancelled') showToast({ tone: 'error', ...errorToText(known) });
    } finally {
      if (ticket.current === own) ticket.current = null;
    }
  };
  const cancelExport = (): void => {
    const given = ticket.current;
    if (given === null) return;
    ticket.current = null;
    void connected()
      .ask('app.cancelExport', { ticket: given })
      .catch(() => undefined);
    showToast({ title: 'Export cancelled', detail: 'No file was written.' });
  };

  return {
    grid,
    query,
    selected,
    isOutside: isOutside && query.filter.length > 0,
    gridProps: {
      ref: grid,
      columns,
      wishes,
      currency,
      query,
      layout: view.columns,
      rowNoun: 'position',
      onQuery: (next) => setGridView(workspace, { query: next }),
      onLayout: (layout) => setGridView(workspace, { columns: layout }),
      onActive: (row) => {
        shown.current = row.key;
        select({ kind: 'position', id: row.key });
      },
      onExplain: (row) => openExplain({ kind: 'position', id: row.key }),
      onStatistics: (statistics) => setRangeSummary(statisticsToSummary(statistics, currency)),
      onMeta: () => setAnswered(query),
    },
    setFilter: (filter) => setGridView(workspace, { query: { ...query, filter: [...filter] } }),
    refresh,
    apply,
    isFollowing,
    exportShown,
    cancelExport,
  };
}

function connected(): NonNullable<ReturnType<typeof useConnection.getState>['client']> {
  const { client } = useConnection.getState();
  if (client === null) throw new BallastError('unavailable', 'The planning host is away.');
  return client;
}

function asBallastError(error: unknown): BallastError {
  return error instanceof BallastError ? error : new BallastError('failed', String(error));
}
