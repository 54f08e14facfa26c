import { Download, LocateFixed, Undo2, X } from 'lucide-react';
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

/** From when an export that is still being written can be given up: shorter ones would only flicker. */
const lateMs = 300;

export function ExportButton({ frame }: { readonly frame: PositionGrid }) {
  const [state, setState] = useState<'idle' | 'writing' | 'late'>('idle');
  const start = async (): Promise<void> => {
    setState('writing');
    const late = setTimeout(() => setState('late'), lateMs);
    await frame.exportShown();
    clearTimeout(late);
    setState('idle');
  };
  if (state === 'late') {
    return (
      <span className="grid-stale" role="status">
        <span>Exporting</span>
        <Button
          size="small"
          variant="ghost"
          icon={X}
          title="Give up the export that is being written"
          data-testid="cancel-export"
          onClick={() => frame.cancelExport()}
        >
          Cancel
        </Button>
      </span>
    );
  }
  return (
    <Button
      size="small"
      variant="ghost"
      icon={Download}
      disabled={state === 'writing'}
      title="Save the filtered and sorted rows, with the columns shown, as CSV"
      data-testid="export"
      onClick={() => void start()}
    >
      <span className="grid-optional">{state === 'writing' ? 'Exporting' : 'Export'}</span>
    </Button>
  );
}
