import type { LocationName } from '../../../core/contract/views.ts';
import { riskPath } from '../risk/riskPath.ts';
import type { Size } from '../layout/useSize.ts';
import type { MapMark, MarkLabel } from './mapMarks.ts';

/** Dealers and clusters by level, warehouses as plain squares, and the names that fit. */
export function MapMarks({
  marks,
  labels,
  names,
  view,
  pinned,
  focus,
  cursor,
  onHover,
  onPick,
  onZoom,
}: {
  readonly marks: readonly MapMark[];
  readonly labels: readonly MarkLabel[];
  readonly names: readonly LocationName[];
  readonly view: Size;
  readonly pinned: readonly number[];
  readonly focus: number | null;
  readonly cursor: number | null;
  readonly onHover: (mark: MapMark | null) => void;
  readonly onPick: (mark: MapMark, additive: boolean) => void;
  readonly onZoom: (mark: MapMark) => void;
}) {
  const inPin = new Set(pinned);
  // Small marks over large ones, and warehouses, which do not cluster, on top.
  const near = marks
    .filter((mark) => mark.x > -40 && mark.y > -40 && mark.x < view.width + 40 && mark.y < view.height + 40)
    .toSorted((a, b) => Number(a.warehouse) - Number(b.warehouse) || b.radius - a.radius);
  return (
    <g className={pinned.length > 0 ? 'map-marks map-marks-pinned' : 'map-marks'}>
      {near.map((mark) => {
        const isPinned = mark.locations.some((location) => inPin.has(location));
        const rim = mark.warehouse ? 8 : 4;
        const ring = mark.key === cursor ? 'map-cursor' : mark.key === focus ? 'map-focus' : null;
        return (
          <g
            key={mark.key}
            className={`map-mark risk-${mark.level} ${isPinned ? 'map-mark-pinned' : ''} ${mark.warehouse ? 'map-warehouse' : ''}`}
            transform={`translate(${mark.x} ${mark.y})`}
            data-mark={mark.key}
            data-testid="map-mark"
            data-location={names[mark.key].id}
            data-count={mark.locations.length}
            onPointerEnter={() => onHover(mark)}
            onPointerLeave={() => onHover(null)}
            onClick={(event) => onPick(mark, event.ctrlKey || event.metaKey)}
            onDoubleClick={() => onZoom(mark)}
          >
            {isPinned ? <circle className="map-pin" r={mark.radius + rim} /> : null}
            {ring === null ? null : <circle className={ring} r={mark.radius + rim} />}
            {mark.warehouse ? <path className="map-frame" d={square(mark.radius + 2)} /> : null}
            <path
              className="map-mark-shape"
              d={riskPath(mark.level, mark.warehouse ? mark.radius * 0.75 : mark.radius)}
            />
            {mark.locations.length > 1 ? (
              <text className="map-count" dy={mark.level === 'act' ? '0.55em' : '0.36em'}>
                {mark.locations.length}
              </text>
            ) : null}
          </g>
        );
      })}
      <g className="map-labels" aria-hidden>
        {labels.map((label) => (
          <text key={label.key} x={label.x} y={label.y} dy="0.35em">
            {label.text}
          </text>
        ))}
      </g>
    </g>
  );
}

/** The frame that tells a warehouse from a dealer. */
function square(half: number): string {
  return `M${-half} ${-half}H${half}V${half}H${-half}Z`;
}
