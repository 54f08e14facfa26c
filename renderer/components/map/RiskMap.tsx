import './riskMap.css';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';
import type { LaneArc, LocationName, LocationRisk } from '../../../core/contract/views.ts';
import type { ArcMeasure, MapArc, Stage } from './mapArcs.ts';
import { boundsCamera, panCamera, placeCamera, zoomCamera } from './mapCamera.ts';
import { MapArcs } from './MapArcs.tsx';
import { MapControls } from './MapControls.tsx';
import { MapKey } from './MapKey.tsx';
import { MapMarks } from './MapMarks.tsx';
import type { MapMark } from './mapMarks.ts';
import { arcTip, markTip, type MapTip } from './mapTexts.ts';
import { MapTooltip } from './MapTooltip.tsx';
import { bordersPath, nationPath, sheet } from './outlines.ts';
import { useCamera } from './useCamera.ts';
import { useMapScene } from './useMapScene.ts';
import { useSize, type Size } from '../layout/useSize.ts';

export interface RiskMapProps {
  readonly names: readonly LocationName[];
  readonly risks: readonly LocationRisk[];
  readonly arcs: readonly LaneArc[];
  readonly currency: string;
  /** Locations whose work list is shown; empty for all. */
  readonly pinned: readonly number[];
  /** Location of the entry that is being looked at. */
  readonly focus: number | null;
  /** Lanes that stand out while the others fade. */
  readonly lanes?: readonly (readonly [number, number])[];
  /** What the arcs' width shows; units by default. */
  readonly measure?: ArcMeasure;
  /** What a click on a dealer and on an arc does here, as the tooltip says it. */
  readonly hints: { readonly mark: string; readonly arc: string };
  readonly onPin: (locations: readonly number[]) => void;
  /** An area was dragged open; without it, what it holds is pinned. */
  readonly onBrush?: (locations: readonly number[]) => void;
  readonly onOpenArc: (arc: MapArc) => void;
}

export function RiskMap(props: RiskMapProps) {
  const [element, size] = useSize<HTMLDivElement>();
  const [hidden, setHidden] = useState<ReadonlySet<Stage>>(new Set());
  return (
    <div className="risk-map" data-testid="risk-map">
      <div className="map-canvas" ref={element}>
        {size === null || size.width < 40 || size.height < 40 ? null : (
          <MapOfSize {...props} view={size} hidden={hidden} />
        )}
      </div>
      <MapKey
        risks={props.risks}
        names={props.names}
        arcs={props.arcs}
        hidden={hidden}
        onToggle={(stage) => setHidden((before) => toggled(before, stage))}
      />
    </div>
  );
}

const noLanes: readonly (readonly [number, number])[] = [];

interface Drag {
  readonly pointer: number;
  readonly brush: boolean;
  readonly x: number;
  readonly y: number;
  readonly lastX: number;
  readonly lastY: number;
  readonly moved: boolean;
}

function MapOfSize({
  names,
  risks,
  arcs,
  currency,
  pinned,
  focus,
  lanes = noLanes,
  measure = 'units',
  hints,
  onPin,
  onBrush,
  onOpenArc,
  view,
  hidden,
}: RiskMapProps & { readonly view: Size; readonly hidden: ReadonlySet<Stage> }) {
  const { camera, set, glide, reset } = useCamera(view);
  const svg = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [brushing, setBrushing] = useState(false);
  const [hover, setHover] = useState<{ readonly tip: MapTip; readonly x: number; readonly y: number } | null>(
    null,
  );
  const [hovered, setHovered] = useState<number | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);

  const scene = useMapScene(names, risks, arcs, hidden, camera, view);
  const { placeOf, riskOf, marks, markOf, markByKey, labels } = scene;
  const shownArcs = scene.arcs;

  // A place chosen elsewhere (find, a link, the ticker) comes into view; one chosen on the map is there already.
  const chosenHere = useRef('');
  const actedHere = useRef(false);
  useEffect(() => {
    const chosen = pinned.join(' ');
    if (actedHere.current) chosenHere.current = chosen;
    actedHere.current = false;
    if (chosen === chosenHere.current) return;
    const known = pinned.map((location) => placeOf.get(location)).filter((place) => place !== undefined);
    chosenHere.current = chosen;
    if (known.length === 0) return;
    glide(known.length === 1 ? placeCamera(known[0], 5, sheet, view) : boundsCamera(known, sheet, view));
  }, [pinned, placeOf, view, glide]);

  const pin = (locations: readonly number[]): void => {
    chosenHere.current = locations.join(' ');
    onPin(locations);
  };
  const openArc = useCallback(
    (arc: MapArc): void => {
      actedHere.current = true;
      onOpenArc(arc);
    },
    [onOpenArc],
  );
  const pickMark = (mark: MapMark, additive: boolean): void => {
    if (mark.locations.length > 1) {
      const known = mark.locations.flatMap((location) => {
        const at = placeOf.get(location);
        return at === undefined ? [] : [at];
      });
      glide(boundsCamera(known, sheet, view));
    }
    if (additive) {
      const rest = pinned.filter((location) => !mark.locations.includes(location));
      pin(rest.length === pinned.length ? [...pinned, ...mark.locations] : rest);
    } else {
      const same =
        mark.locations.length === pinned.length && mark.locations.every((one) => pinned.includes(one));
      pin(same ? [] : mark.locations);
    }
  };

  useEffect(() => {
    const target = svg.current;
    if (target === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const bounds = target.getBoundingClientRect();
      const factor = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016));
      set((before) =>
        zoomCamera(before, factor, event.clientX - bounds.left, event.clientY - bounds.top, sheet, view),
      );
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [set, view]);

  const pointOf = (event: PointerEvent): { x: number; y: number } => {
    const bounds = svg.current?.getBoundingClientRect();
    return { x: event.clientX - (bounds?.left ?? 0), y: event.clientY - (bounds?.top ?? 0) };
  };
  const onPointerDown = (event: PointerEvent<SVGSVGElement>): void => {
    if (event.button !== 0) return;
    const { x, y } = pointOf(event);
    const brush = brushing || event.shiftKey;
    const onMark = event.target instanceof Element && event.target.closest('[data-mark],[data-arc]') !== null;
    if (onMark && !brush) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ pointer: event.pointerId, brush, x, y, lastX: x, lastY: y, moved: false });
    setHover(null);
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>): void => {
    if (drag === null) return;
    const { x, y } = pointOf(event);
    const moved = drag.moved || Math.hypot(x - drag.x, y - drag.y) > 3;
    if (moved && !drag.brush) set((before) => panCamera(before, x - drag.lastX, y - drag.lastY, sheet, view));
    setDrag({ ...drag, lastX: x, lastY: y, moved });
  };
  const onPointerUp = (): void => {
    if (drag === null) return;
    if (drag.brush && drag.moved) {
      const inside = marks
        .filter(
          (mark) =>
            !mark.warehouse &&
            mark.x >= Math.min(drag.x, drag.lastX) &&
            mark.x <= Math.max(drag.x, drag.lastX) &&
            mark.y >= Math.min(drag.y, drag.lastY) &&
            mark.y <= Math.max(drag.y, drag.lastY),
        )
        .flatMap((mark) => mark.locations);
      if (onBrush === undefined) pin(inside);
      else {
        actedHere.current = true;
        onBrush(inside);
      }
      setBrushing(false);
    } else if (!drag.moved && pinned.length > 0) {
      pin([]);
    }
    setDrag(null);
  };

  const dealers = useMemo(
    () => marks.filter((mark) => !mark.warehouse).toSorted((a, b) => b.moneyMinor - a.moneyMinor),
    [marks],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = 48;
    const pan: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [step, 0],
      ArrowRight: [-step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    };
    const at = dealers.findIndex((mark) => mark.key === cursor);
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in pan) {
      set((before) => panCamera(before, pan[event.key][0], pan[event.key][1], sheet, view));
    } else if (event.key === '+' || event.key === '=') {
      set((before) => zoomCamera(before, 1.5, view.width / 2, view.height / 2, sheet, view));
    } else if (event.key === '-') {
      set((before) => zoomCamera(before, 1 / 1.5, view.width / 2, view.height / 2, sheet, view));
    } else if (event.key === '0') reset();
    else if (event.key === 'n') setCursor(dealers[Math.min(dealers.length - 1, at + 1)]?.key ?? null);
    else if (event.key === 'p') setCursor(dealers[Math.max(0, at - 1)]?.key ?? null);
    else if (event.key === 'Enter' && at >= 0) pickMark(dealers[at], event.shiftKey);
    else if (event.key === 'Escape') {
      setCursor(null);
      pin([]);
    } else return;
    event.preventDefault();
  };

  // Hover first, then what is pinned, then the entry that is looked at; a place without arcs fades none.
  const near = useMemo(() => {
    const chosen = pinned.length > 0 ? pinned : focus === null ? [] : [focus];
    const marksNear = new Set(
      hovered === null ? chosen.flatMap((location) => markOf.get(location) ?? []) : [hovered],
    );
    const any = shownArcs.some((arc) => marksNear.has(arc.from) || marksNear.has(arc.to));
    return any ? marksNear : new Set<number>();
  }, [hovered, pinned, focus, markOf, shownArcs]);

  const chosenArcs = useMemo(
    () =>
      lanes.length === 0
        ? null
        : new Set(lanes.map(([from, to]) => `${markOf.get(from) ?? ''}:${markOf.get(to) ?? ''}`)),
    [lanes, markOf],
  );

  const current = cursor === null ? undefined : markByKey.get(cursor);
  const currentTip = current === undefined ? null : markTip(current, names, riskOf, currency, hints.mark);
  const shownTip =
    hover ??
    (current === undefined || currentTip === null ? null : { tip: currentTip, x: current.x, y: current.y });

  return (
    <>
      <svg
        ref={svg}
        width={view.width}
        height={view.height}
        className={
          drag?.moved === true && !drag.brush ? 'map-dragging' : brushing ? 'map-brushing' : undefined
        }
        tabIndex={0}
        role="application"
        aria-roledescription="map"
        aria-label="Network map. Arrows pan, plus and minus zoom, N and P go through dealers by money at risk, Enter shows the work list."
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setDrag(null)}
        onKeyDown={onKeyDown}
        onBlur={() => setCursor(null)}
      >
        <g transform={`translate(${camera.x} ${camera.y}) scale(${camera.scale})`}>
          <path className="map-land" d={nationPath} />
          <path className="map-borders" d={bordersPath} />
        </g>
        <MapArcs
          arcs={shownArcs}
          measure={measure}
          marks={markByKey}
          view={view}
          near={near}
          chosen={hovered === null ? chosenArcs : null}
          onHover={(arc, x, y) =>
            setHover(arc === null ? null : { tip: arcTip(arc, names, currency, hints.arc), x, y })
          }
          onOpen={openArc}
        />
        <MapMarks
          marks={marks}
          labels={labels}
          names={names}
          view={view}
          pinned={pinned}
          focus={focus === null ? null : (markOf.get(focus) ?? null)}
          cursor={cursor}
          onHover={(mark) => {
            setHovered(mark?.key ?? null);
            setHover(
              mark === null
                ? null
                : { tip: markTip(mark, names, riskOf, currency, hints.mark), x: mark.x, y: mark.y },
            );
          }}
          onPick={pickMark}
          onZoom={(mark) => {
            const place = placeOf.get(mark.key);
            pin(mark.locations);
            if (place !== undefined) glide(placeCamera(place, 8, sheet, view));
          }}
        />
        {drag?.brush === true && drag.moved ? (
          <rect
            className="map-brush"
            x={Math.min(drag.x, drag.lastX)}
            y={Math.min(drag.y, drag.lastY)}
            width={Math.abs(drag.lastX - drag.x)}
            height={Math.abs(drag.lastY - drag.y)}
          />
        ) : null}
      </svg>
      <MapControls
        brushing={brushing}
        onBrush={() => setBrushing((value) => !value)}
        onZoom={(factor) => glide(zoomCamera(camera, factor, view.width / 2, view.height / 2, sheet, view))}
        onReset={reset}
      />
      {shownTip === null || drag?.moved === true ? null : <MapTooltip {...shownTip} view={view} />}
      <div className="visually-hidden" aria-live="polite">
        {currentTip === null
          ? ''
          : `${currentTip.title}. ${currentTip.facts.map((fact) => fact.join(' ')).join(', ')}`}
      </div>
    </>
  );
}

function toggled(set: ReadonlySet<Stage>, stage: Stage): ReadonlySet<Stage> {
  const next = new Set(set);
  if (!next.delete(stage)) next.add(stage);
  return next;
}
