import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { RouteCurve } from '../../../core/contract/rebalance.ts';
import { frontierPath } from './frontierPath.ts';
import { pointAtFreight, stretchText, type RouteStretch } from './routeSelection.ts';

interface RouteCurveLayerProps {
  readonly curve: RouteCurve;
  /** The stretch that the grid beside it lists; null for all. */
  readonly chosen: RouteStretch | null;
  readonly x: (freightMinor: number) => number;
  readonly y: (avoidedMinor: number) => number;
  readonly freightAt: (x: number) => number;
  readonly area: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly money: (minor: number) => string;
  readonly onChoose: (stretch: RouteStretch | null) => void;
  /** What is being chosen, while the pointer or the keys move. */
  readonly onDraft: (stretch: RouteStretch | null) => void;
}

/** Up to so many routes are told apart by a dot each. */
const mostDots = 120;

/**
 * The present plan route by route, best value for freight first. A click takes everything up to there, a drag a
 * stretch; with the keyboard the end of the stretch is a slider.
 */
export function RouteCurveLayer(props: RouteCurveLayerProps) {
  const { curve, chosen, x, y, freightAt, area, money, onChoose, onDraft } = props;
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const [draft, setDraft] = useState<RouteStretch | null>(null);
  const count = curve.routes.length;
  if (count === 0) return null;
  const at = (point: number): readonly [number, number] =>
    point < 0 ? [x(0), y(0)] : [x(curve.freightMinor[point]), y(curve.avoidedMinor[point])];
  const propose = (stretch: RouteStretch | null): void => {
    setDraft(stretch);
    onDraft(stretch);
  };

  const inChart = (event: PointerEvent<SVGElement>): number => {
    const left = event.currentTarget.ownerSVGElement?.getBoundingClientRect().left ?? 0;
    return Math.min(area.right, Math.max(area.left, event.clientX - left));
  };
  /** A click, which hardly moves, begins at the best route. */
  const stretchBetween = (from: number, to: number): RouteStretch => {
    const ends = [from, to].map((end) => pointAtFreight(curve, freightAt(end)));
    const last = Math.max(...ends);
    return { first: Math.abs(to - from) < 4 ? 0 : Math.min(...ends), last };
  };
  const onPointerDown = (event: PointerEvent<SVGRectElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const from = inChart(event);
    setDrag({ from, to: from });
    propose(stretchBetween(from, from));
  };
  const onPointerMove = (event: PointerEvent<SVGRectElement>): void => {
    if (drag === null) return;
    const to = inChart(event);
    setDrag({ ...drag, to });
    propose(stretchBetween(drag.from, to));
  };
  const onPointerUp = (): void => {
    if (drag === null) return;
    setDrag(null);
    propose(null);
    onChoose(stretchBetween(drag.from, drag.to));
  };

  const shown = draft ?? chosen;
  const moved = (event: KeyboardEvent): RouteStretch | null => {
    const { first, last } = shown ?? { first: 0, last: -1 };
    const page = Math.max(1, Math.round(count / 10));
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      PageUp: page,
      PageDown: -page,
      Home: -count,
      End: count,
    };
    const step = steps[event.key];
    if (step === undefined) return null;
    if (event.shiftKey) return { first: Math.min(last, Math.max(0, first + step)), last: Math.max(0, last) };
    return { first, last: Math.min(count - 1, Math.max(first, last + step)) };
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moved(event);
    if (next !== null) propose(next);
    else if ((event.key === 'Enter' || event.key === ' ') && shown !== null) {
      propose(null);
      onChoose(shown);
    } else if (event.key === 'Escape' && shown !== null) {
      propose(null);
      onChoose(null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const points = Array.from({ length: count + 1 }, (_, point) => at(point - 1));
  const stretch =
    shown === null
      ? []
      : Array.from({ length: shown.last - shown.first + 2 }, (_, k) => at(shown.first - 1 + k));
  const [end] = shown === null ? [at(-1)] : [at(shown.last)];
  const inStretch = (point: number): boolean => shown !== null && point >= shown.first && point <= shown.last;
  return (
    <g className="route-curve">
      {shown !== null && (
        <rect
          className="route-stretch"
          x={at(shown.first - 1)[0]}
          width={Math.max(2, end[0] - at(shown.first - 1)[0])}
          y={area.top}
          height={area.bottom - area.top}
        />
      )}
      <path className="route-line" d={frontierPath(points)} />
      {stretch.length > 1 && <path className="route-line is-chosen" d={frontierPath(stretch)} />}
      {count <= mostDots &&
        Array.from(curve.routes, (_, point) => (
          <circle
            key={point}
            className={inStretch(point) ? 'route-dot is-chosen' : 'route-dot'}
            cx={at(point)[0]}
            cy={at(point)[1]}
            r={2}
          />
        ))}
      <rect
        className="route-reach"
        data-testid="route-curve"
        x={area.left}
        width={Math.max(0, area.right - area.left)}
        y={area.top}
        height={area.bottom - area.top}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          setDrag(null);
          propose(null);
        }}
      >
        <title>Click selects everything up to here, a drag a stretch</title>
      </rect>
      <g
        className="route-end"
        role="slider"
        tabIndex={0}
        aria-label="Routes, best value for freight first"
        aria-valuemin={0}
        aria-valuemax={count}
        aria-valuenow={shown === null ? 0 : shown.last + 1}
        aria-valuetext={shown === null ? 'None selected' : stretchText(curve, shown, money)}
        data-testid="route-end"
        onKeyDown={onKeyDown}
        onBlur={() => propose(null)}
      >
        <line x1={end[0]} x2={end[0]} y1={area.top} y2={area.bottom} />
        <circle cx={end[0]} cy={end[1]} r={5} />
      </g>
    </g>
  );
}
