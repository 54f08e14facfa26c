import './inventory.css';
import { Download, LocateFixed, ShieldCheck } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { BallastError } from '../../../core/base/errors.ts';
import { inventoryColumns } from '../../../core/contract/columns.ts';
import type { GridQuery } from '../../../core/contract/grid.ts';
import type { AppState } from '../../../core/contract/views.ts';
import { partsOfRows } from '../../app/partsOfRows.ts';
import { openProtection } from '../../app/protectionStore.ts';
import { setRangeSummary } from '../../app/statusStore.ts';
import { useAppState } from '../../app/useAppState.ts';
import { openExplain, select, setGridView, useProfile, useView } from '../../app/viewStore.ts';
import { Button } from '../../components/button/Button.tsx';
import { statisticsToSummary } from '../../components/grid/statisticsText.ts';
import { Grid, type GridHandle } from '../../components/grid/Grid.tsx';
import type { GridEdit } from '../../components/grid/gridOptions.ts';
import type { GridSource } from '../../components/grid/gridSource.ts';
import { withDefaultSort } from '../../components/grid/withDefaultSort.ts';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { errorToText } from '../../components/states/errorToText.ts';
import { showToast } from '../../components/toast/toastStore.ts';
import { useConnection } from '../../host/connection.ts';
import { saveTable } from '../../host/saveTable.ts';
import { useFromClient } from '../../host/useFromClient.ts';
import { useHostEvent } from '../../host/useHostEvent.ts';
import {
  createInventorySource,
  inventoryEditing,
  inventoryLockedColumn,
  inventoryLook,
  inventoryQuickFilters,
  inventorySort,
  inventoryValueLabel,
  inventoryWishes,
} from './inventoryGrid.ts';
import { planServiceLevels, serviceLevelCommand, type ServiceLevelPlan } from './serviceLevelEdit.ts';
import { ServiceLevelPasteDialog } from './ServiceLevelPasteDialog.tsx';

/** Every position, item by location; the service level is edited in place. */
export function InventoryWorkspace() {
  const app = useAppState();
  const source = useFromClient(createInventorySource);
  if (app === null || source === null) return <LoadingState label="Loading positions" />;
  return <InventoryGrid app={app} source={source} />;
}

function InventoryGrid({ app, source }: { readonly app: AppState; readonly source: GridSource }) {
  const view = useView((state) => state.inventory);
  const selection = useView((state) => state.selection);
  const profile = useProfile();
  const grid = useRef<GridHandle>(null);
  const shown = useRef(-1);
  /** The query whose rows the grid has. */
  const [answered, setAnswered] = useState<GridQuery | null>(null);
  const [hidden, setHidden] = useState<number | null>(null);
  const [plan, setPlan] = useState<ServiceLevelPlan | null>(null);
  const query = useMemo(() => withDefaultSort(view.query, inventorySort), [view.query]);
  const editing = useMemo(() => inventoryEditing(profile.role), [profile.role]);

  useHostEvent('changed', () => grid.current?.changed());
  useEffect(() => () => setRangeSummary(null), []);

  /** A position selected elsewhere is brought into view, or said to be outside the filter. */
  const wanted = selection?.kind === 'position' ? selection.id : null;
  useEffect(() => {
    if (answered === null || wanted === null || wanted === shown.current) {
      setHidden(null);
      return undefined;
    }
    let current = true;
    void grid.current?.reveal(wanted, 'risk', document.activeElement === document.body).then((found) => {
      if (!current) return;
      if (found) shown.current = wanted;
      setHidden(found ? null : wanted);
    });
    return () => {
      current = false;
    };
  }, [answered, wanted]);

  const apply = useCallback(async (next: ServiceLevelPlan): Promise<void> => {
    const command = serviceLevelCommand(next);
    if (command === null) return;
    try {
      const client = useConnection.getState().client;
      if (client === null) throw new BallastError('unavailable', 'The planning host is away.');
      const actor = useView.getState().profileId as 'planner';
      await client.ask('command.apply', { actor, command });
      grid.current?.changed();
    } catch (error) {
      const known = error instanceof BallastError ? error : new BallastError('failed', String(error));
      grid.current?.note(errorToText(known).detail);
    }
  }, []);

  const onEdit = (edit: GridEdit): void => {
    const next = planServiceLevels(edit);
    if (edit.data.rows.length > 1 || edit.locked > 0 || edit.beyond > 0) {
      setPlan(next);
      return;
    }
    const [refusal] = next.refused;
    if (refusal !== undefined) grid.current?.note(refusal.reason);
    else if (next.positions.length > 0) void apply(next);
    else if (edit.kind === 'clear') grid.current?.note('The service level comes from the segment already.');
  };

  const protect = async (): Promise<void> => {
    const data = await grid.current?.selectedRows(['locationId', 'itemId']);
    openProtection(data === null || data === undefined ? [] : partsOfRows(data, 'locationId', 'itemId'));
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (event.key !== 'p' || event.ctrlKey || event.metaKey || event.altKey) return false;
    void protect();
    return true;
  };

  const exportTable = async (): Promise<void> => {
    try {
      const client = useConnection.getState().client;
      if (client === null) throw new BallastError('unavailable', 'The planning host is away.');
      await saveTable(await client.ask('app.export', { what: 'inventory', query }));
    } catch (error) {
      const known = error instanceof BallastError ? error : new BallastError('failed', String(error));
      showToast({ tone: 'error', ...errorToText(known) });
    }
  };

  return (
    <>
      <Grid
        ref={grid}
        name="inventory"
        label="Positions, item by location"
        columns={inventoryColumns}
        wishes={inventoryWishes}
        source={source}
        currency={app.currency}
        query={query}
        layout={view.columns}
        presentation={inventoryLook}
        editing={editing}
        lockedColumn={inventoryLockedColumn}
        quickFilters={inventoryQuickFilters}
        valueLabel={inventoryValueLabel}
        rowNoun="position"
        emptyTitle="No positions"
        emptyDetail="The network has no stock positions yet."
        actions={
          <>
            {hidden !== null && (
              <span className="grid-stale" role="status">
                The selected position is outside the filter
                <Button
                  size="small"
                  variant="ghost"
                  icon={LocateFixed}
                  onClick={() => setGridView('inventory', { query: { ...query, filter: [] } })}
                >
                  Show it
                </Button>
              </span>
            )}
            <Button
              size="small"
              variant="ghost"
              icon={ShieldCheck}
              title="Protect the selected parts at their dealers, or see what is protected (P)"
              data-testid="protect"
              onClick={() => void protect()}
            >
              <span className="grid-optional">Protect</span>
            </Button>
            <Button
              size="small"
              variant="ghost"
              icon={Download}
              title="Save the filtered and sorted rows as CSV"
              onClick={() => void exportTable()}
            >
              <span className="grid-optional">Export</span>
            </Button>
          </>
        }
        onQuery={(query) => setGridView('inventory', { query })}
        onLayout={(columns) => setGridView('inventory', { columns })}
        onActive={(row) => {
          shown.current = row.key;
          select({ kind: 'position', id: row.key });
        }}
        onExplain={(row) => openExplain({ kind: 'position', id: row.key })}
        onEdit={onEdit}
        onKey={onKey}
        onStatistics={(statistics) => setRangeSummary(statisticsToSummary(statistics, app.currency))}
        onMeta={() => setAnswered(query)}
      />
      <ServiceLevelPasteDialog
        plan={plan}
        onClose={() => {
          setPlan(null);
          grid.current?.focus();
        }}
        onApply={(next) => {
          setPlan(null);
          grid.current?.focus();
          void apply(next);
        }}
      />
    </>
  );
}
