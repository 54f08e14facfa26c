import { Minus, Plus, Scan, SquareDashedMousePointer } from 'lucide-react';
import { IconButton } from '../button/IconButton.tsx';

export function MapControls({
  brushing,
  onBrush,
  onZoom,
  onReset,
}: {
  readonly brushing: boolean;
  readonly onBrush: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onReset: () => void;
}) {
  return (
    <div className="map-controls" role="toolbar" aria-label="Map" aria-orientation="vertical">
      <IconButton size="small" icon={Plus} label="Zoom in (+)" onClick={() => onZoom(2)} />
      <IconButton size="small" icon={Minus} label="Zoom out (−)" onClick={() => onZoom(0.5)} />
      <IconButton size="small" icon={Scan} label="Show the whole network (0)" onClick={onReset} />
      <IconButton
        size="small"
        icon={SquareDashedMousePointer}
        label="Select an area (or Shift+drag)"
        aria-pressed={brushing}
        data-testid="map-brush"
        onClick={onBrush}
      />
    </div>
  );
}
