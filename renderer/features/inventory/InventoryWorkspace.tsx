import './inventory.css';
import { ShieldCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import { inventoryColumns } from '../../../core/contract/columns.ts';
import type { AppState } from '../../../core/contract/views.ts';
import { partsOfRows } from '../../app/partsOfRows.ts';
import { openProtection } from '../../app/protectionStore.ts';
import { useAppState } from '../../app/useAppState.ts';
import { ExportButton, Following, OutsideFilter } from '../../app/positionGrid/PositionGridActions.tsx';
import { usePositionGrid } from '../../app/positionGrid/usePositionGrid.ts';
import { useProfile } from '../../app/viewStore.ts';
import { Button } from '../../components/button/Button.tsx';
import { Grid } from '../../components/grid/Grid.tsx';
import type { GridEdit } from '../../components/grid/gridOptions.ts';
import type { GridSource } from '../../components/grid/gridSource.ts';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { useFromClient } from '../../host/useFromClient.ts';
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
  const profile = useProfile();
  const frame = usePositionGrid({
    workspace: 'inventory',
    exported: 'inventory',
    columns: inventoryColumns,
    wishes: inventoryWishes,
    defaultSort: inventorySort,
    revealColumn: 'risk',
    currency: app.currency,
  });
  const { grid } = frame;
  const [plan, setPlan] = useState<ServiceLevelPlan | null>(null);
  const editing = useMemo(() => inventoryEditing(profile.role), [profile.role]);

  const apply = (next: ServiceLevelPlan): void => {
    const command = serviceLevelCommand(next);
    if (command !== null) void frame.apply(command, true);
  };

  const onEdit = (edit: GridEdit): void => {
    const next = planServiceLevels(edit);
    if (edit.data.rows.length > 1 || edit.locked > 0 || edit.beyond > 0) {
      setPlan(next);
      return;
    }
    const [refusal] = next.refused;
    if (refusal !== undefined) grid.current?.note(refusal.reason);
    else if (next.positions.length > 0) apply(next);
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

  return (
    <>
      <Grid
        {...frame.gridProps}
        name="inventory"
        label="Positions, item by location"
        source={source}
        presentation={inventoryLook}
        editing={editing}
        lockedColumn={inventoryLockedColumn}
        quickFilters={inventoryQuickFilters}
        valueLabel={inventoryValueLabel}
        emptyTitle="No positions"
        emptyDetail="The network has no stock positions yet."
        actions={
          <>
            <OutsideFilter frame={frame} />
            <Following frame={frame} />
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
            <ExportButton frame={frame} />
          </>
        }
        onEdit={onEdit}
        onKey={onKey}
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
          apply(next);
        }}
      />
    </>
  );
}
