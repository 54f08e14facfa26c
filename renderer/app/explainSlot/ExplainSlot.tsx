import './explainSlot.css';
import { X } from 'lucide-react';
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { IconButton } from '../../components/button/IconButton.tsx';
import { explainWidthLimits } from '../viewState.ts';
import { setExplainWidth, toggleExplain, useView } from '../viewStore.ts';

/** The right panel: a title, a way to close it, an edge that can be dragged or moved with the arrows. */
export function ExplainSlot({ children }: { readonly children: ReactNode }) {
  const width = useView((state) => state.explainWidth);
  return (
    <aside className="explain-slot" style={{ width }} aria-label="Explain" data-testid="explain-panel">
      <Edge width={width} />
      <header className="explain-header">
        <h2>Explain</h2>
        <IconButton icon={X} size="small" label="Hide Explain (F1)" onClick={toggleExplain} />
      </header>
      <div className="explain-content">{children}</div>
    </aside>
  );
}

function Edge({ width }: { readonly width: number }) {
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    drag.current = { x: event.clientX, width };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag.current !== null) setExplainWidth(drag.current.width + drag.current.x - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? 16 : event.key === 'ArrowRight' ? -16 : 0;
    if (step === 0) return;
    event.preventDefault();
    setExplainWidth(width + step);
  };
  return (
    <div
      className="explain-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the Explain panel"
      aria-valuenow={width}
      aria-valuemin={explainWidthLimits.least}
      aria-valuemax={explainWidthLimits.most}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        drag.current = null;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
