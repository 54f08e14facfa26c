import type { Size } from '../layout/useSize.ts';
import type { MapTip } from './mapTexts.ts';

/** Beside the pointer, turned inward at the edges so that it is never cut off. */
export function MapTooltip({
  tip,
  x,
  y,
  view,
}: {
  readonly tip: MapTip;
  readonly x: number;
  readonly y: number;
  readonly view: Size;
}) {
  const left = x > view.width / 2;
  const up = y > view.height / 2;
  return (
    <div
      className="map-tip"
      data-testid="map-tip"
      style={{
        ...(left ? { right: view.width - x + 20 } : { left: x + 20 }),
        ...(up ? { bottom: view.height - y - 8 } : { top: y - 8 }),
      }}
    >
      <strong>{tip.title}</strong>
      <dl>
        {tip.facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="number">{value}</dd>
          </div>
        ))}
      </dl>
      <p>{tip.hint}</p>
    </div>
  );
}
