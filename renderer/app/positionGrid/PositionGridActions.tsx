import { Download, LocateFixed } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button/Button.tsx';
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
