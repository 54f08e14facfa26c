import { Download, LocateFixed, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button/Button.tsx';
import { useCommands } from '../../host/useCommand.ts';
import type { PositionGrid } from './usePositionGrid.ts';

/** Says that the selected position is hidden by the filter, and shows it. */
export function OutsideFilter({ frame }: { readonly frame: PositionGrid }) {
  if (!frame.isOutside) return null;
  return (
    <span className="grid-stale" role="status">
      The selected position is outside the filter
      <Button size="small" variant="ghost" icon={LocateFixed} onClick={() => frame.setFilter([])}>
        Show it
      </Button>
    </span>
  );
}

/** Says that the plan is still following what was decided. That is written before, and can be taken back at once. */
export function Following({ frame }: { readonly frame: PositionGrid }) {
  const { undo } = useCommands();
  if (!frame.isFollowing) return null;
  return (
    <span className="grid-stale" role="status">
      Recalculating
      <Button size="small" variant="ghost" icon={Undo2} onClick={() => void undo()}>
        Take back
      </Button>
    </span>
  );
}

export function ExportButton({ frame }: { readonly frame: PositionGrid }) {
  const [isBusy, setBusy] = useState(false);
  return (
    <Button
      size="small"
      variant="ghost"
      icon={Download}
      disabled={isBusy}
      title="Save the filtered and sorted rows, with the columns shown, as CSV"
      data-testid="export"
      onClick={() => {
        setBusy(true);
        void frame.exportShown().finally(() => setBusy(false));
      }}
    >
      <span className="grid-optional">{isBusy ? 'Exporting' : 'Export'}</span>
    </Button>
  );
}
