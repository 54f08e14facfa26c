import { memo, useCallback, useMemo } from 'react';
import { arcShape, drawnArcs, type ArcMeasure, type MapArc } from './mapArcs.ts';
import type { Size } from '../layout/useSize.ts';
import type { MapMark } from './mapMarks.ts';

/** Lanes with transfers. The visible line is thin; an invisible wide one takes the pointer. */
export const MapArcs = memo(function MapArcs({
  arcs,
  measure,
  marks,
  view,
  near,
  chosen,
  onHover,
  onOpen,
}: {
  readonly arcs: readonly MapArc[];
  /** What the arcs' width shows. */
  readonly measure: ArcMeasure;
  readonly marks: ReadonlyMap<number, MapMark>;
  readonly view: Size;
  /** Marks whose arcs stand out while the others fade; empty shows all alike. */
  readonly near: ReadonlySet<number>;
  /** Pairs of marks (`from:to`) between which arcs stand out; null leaves it to `near`. */
  readonly chosen: ReadonlySet<string> | null;
  readonly onHover: (arc: MapArc | null, x: number, y: number) => void;
  readonly onOpen: (arc: MapArc) => void;
}) {
  const standsOut = useCallback(
    (arc: MapArc): boolean =>
      chosen === null ? near.has(arc.from) || near.has(arc.to) : chosen.has(`${arc.from}:${arc.to}`),
    [near, chosen],
  );
  const drawn = useMemo(() => drawnArcs(arcs, measure, standsOut), [arcs, measure, standsOut]);
  return (
    <g className={near.size > 0 || chosen !== null ? 'map-arcs map-arcs-near' : 'map-arcs'}>
      {drawn.map(({ arc, width, isMinor }) => {
        const from = marks.get(arc.from);
        const to = marks.get(arc.to);
        if (from === undefined || to === undefined) return null;
        const shape = arcShape(
          from,
          to,
          arc.stage === 'proposed' ? 0 : arc.stage === 'approved' ? 1 : 2,
          view,
        );
        if (shape.path === '') return null;
        return (
          <g
            key={arc.key}
            className={`map-arc map-arc-${arc.stage} ${isMinor ? 'map-arc-minor' : ''} ${standsOut(arc) ? 'map-arc-near' : ''}`}
            data-arc={arc.key}
            data-testid="map-arc"
            onPointerEnter={(event) => {
              const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
              onHover(arc, event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0));
            }}
            onPointerLeave={() => onHover(null, 0, 0)}
            onClick={() => onOpen(arc)}
          >
            <path className="map-arc-hit" d={shape.path} />
            <path className="map-arc-line" d={shape.path} strokeWidth={width} />
            <path className="map-arc-head" d={shape.arrow} />
          </g>
        );
      })}
    </g>
  );
});
