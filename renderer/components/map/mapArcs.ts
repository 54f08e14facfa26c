import type { LaneArc } from '../../../core/contract/views.ts';

export type Stage = LaneArc['stage'];
export const stages: readonly Stage[] = ['proposed', 'approved', 'moving'];
export const stageLabels: Readonly<Record<Stage, string>> = {
  proposed: 'Proposed',
  approved: 'Approved',
  moving: 'Under way',
};

/** What an arc's width shows. */
export type ArcMeasure = 'units' | 'kg' | 'freight';
export const arcMeasureLabels: Readonly<Record<ArcMeasure, string>> = {
  units: 'Units',
  kg: 'Weight',
  freight: 'Freight',
};

export function measureOf(arc: MapArc, measure: ArcMeasure): number {
  switch (measure) {
    case 'units':
      return arc.units;
    case 'kg':
      return arc.kg;
    case 'freight':
      return arc.freightMinor;
  }
}

/** Lanes between two marks on the screen, drawn as one arc. */
export interface MapArc {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly stage: Stage;
  readonly transfers: number;
  readonly units: number;
  readonly kg: number;
  readonly freightMinor: number;
  readonly valueMinor: number;
  readonly netMinor: number;
  /** The lanes behind it, as pairs of locations. */
  readonly lanes: readonly (readonly [number, number])[];
}

/** Joins lanes whose ends stand in the same marks; lanes inside one mark are not seen. */
export function gatherArcs(arcs: readonly LaneArc[], markOf: ReadonlyMap<number, number>): MapArc[] {
  const joined = new Map<string, MapArc>();
  for (const arc of arcs) {
    const from = markOf.get(arc.from);
    const to = markOf.get(arc.to);
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from}:${to}:${arc.stage}`;
    const before = joined.get(key);
    joined.set(key, {
      key,
      from,
      to,
      stage: arc.stage,
      transfers: (before?.transfers ?? 0) + arc.transfers,
      units: (before?.units ?? 0) + arc.units,
      kg: (before?.kg ?? 0) + arc.kg,
      freightMinor: (before?.freightMinor ?? 0) + arc.freightMinor,
      valueMinor: (before?.valueMinor ?? 0) + arc.valueMinor,
      netMinor: (before?.netMinor ?? 0) + arc.netMinor,
      lanes: [...(before?.lanes ?? []), [arc.from, arc.to]],
    });
  }
  return [...joined.values()];
}

/** Arcs that stand out on a map that has many, and those that are drawn at all. */
const mostMajor = 40;
const mostDrawn = 400;

/** An arc to draw; minor ones are muted, so that the largest can be read among hundreds. */
export interface DrawnArc {
  readonly arc: MapArc;
  readonly width: number;
  readonly isMinor: boolean;
}

/**
 * Arcs in the order in which they are drawn, the largest last and so on top. Of too many the smallest are left out,
 * but never one that is asked for by name.
 */
export function drawnArcs(
  arcs: readonly MapArc[],
  measure: ArcMeasure,
  isWanted: (arc: MapArc) => boolean,
): readonly DrawnArc[] {
  const largest = arcs.reduce((most, arc) => Math.max(most, measureOf(arc, measure)), 0);
  return arcs
    .toSorted((a, b) => measureOf(b, measure) - measureOf(a, measure) || (a.key < b.key ? -1 : 1))
    .flatMap((arc, rank) => {
      if (rank >= mostDrawn && !isWanted(arc)) return [];
      return [{ arc, width: arcWidth(measureOf(arc, measure), largest), isMinor: rank >= mostMajor }];
    })
    .toReversed();
}

export interface ArcShape {
  readonly path: string;
  /** The arrowhead: a triangle in the middle of the arc, pointing the way the goods go. */
  readonly arrow: string;
}

interface End {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/**
 * A quadratic curve from mark to mark, bent to the left of its direction so that both directions of a lane can be
 * told apart, beginning and ending at the marks' edges. Only the part near the view is drawn (zoomed in, the rest
 * would be kilometres of dashes), and the arrowhead stands in the middle of that part.
 */
export function arcShape(from: End, to: End, offset: number, view: View): ArcShape {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  if (Math.hypot(dx, dy) < 1) return noShape;
  const bend = 0.16 + offset * 0.06;
  const control = { x: (from.x + to.x) / 2 + dy * bend, y: (from.y + to.y) / 2 - dx * bend };
  const whole: Curve = {
    start: towards(from, control, from.radius + 1),
    control,
    end: towards(to, control, to.radius + 2),
  };
  const seen = partInView(whole, view);
  if (seen === null) return noShape;
  const { start, end } = seen;
  const middle = pointAt(seen, 0.5);
  const ahead = pointAt(seen, 0.52);
  const angle = Math.atan2(ahead.y - middle.y, ahead.x - middle.x);
  const corner = (turn: number, size: number): string =>
    `${round(middle.x + size * Math.cos(angle + turn))} ${round(middle.y + size * Math.sin(angle + turn))}`;
  return {
    path: `M${round(start.x)} ${round(start.y)}Q${round(seen.control.x)} ${round(seen.control.y)} ${round(end.x)} ${round(end.y)}`,
    arrow: `M${corner(0, 5)}L${corner(2.4, 5)}L${corner(-2.4, 5)}Z`,
  };
}

const noShape: ArcShape = { path: '', arrow: '' };

interface View {
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Curve {
  readonly start: Point;
  readonly control: Point;
  readonly end: Point;
}

function pointAt({ start, control, end }: Curve, t: number): Point {
  return blossom(start, control, end, t, t);
}

/** The polar form of a quadratic: with both arguments equal the point itself, else the control point between them. */
function blossom(start: Point, control: Point, end: Point, a: number, b: number): Point {
  const first = (1 - a) * (1 - b);
  const second = (1 - a) * b + a * (1 - b);
  const third = a * b;
  return {
    x: first * start.x + second * control.x + third * end.x,
    y: first * start.y + second * control.y + third * end.y,
  };
}

const samples = 128;
const edge = 120;

/** The curve from where it first comes near the view to where it last leaves it; null when it never does. */
function partInView(curve: Curve, view: View): Curve | null {
  let first = -1;
  let last = -1;
  for (let i = 0; i <= samples; i++) {
    const { x, y } = pointAt(curve, i / samples);
    if (x < -edge || y < -edge || x > view.width + edge || y > view.height + edge) continue;
    if (first < 0) first = i;
    last = i;
  }
  if (first < 0) return null;
  const from = Math.max(0, first - 1) / samples;
  const to = Math.min(samples, last + 1) / samples;
  const { start, control, end } = curve;
  return {
    start: pointAt(curve, from),
    control: blossom(start, control, end, from, to),
    end: pointAt(curve, to),
  };
}

/** Line width from a measure against the largest on the map: its root, so that small arcs keep a line. */
export function arcWidth(value: number, largest: number): number {
  return value > 0 && largest > 0 ? 1 + 3.5 * Math.sqrt(Math.min(1, value / largest)) : 1;
}

function towards(
  end: End,
  control: { readonly x: number; readonly y: number },
  distance: number,
): { x: number; y: number } {
  const length = Math.hypot(control.x - end.x, control.y - end.y);
  const share = length === 0 ? 0 : Math.min(0.45, distance / length);
  return { x: end.x + (control.x - end.x) * share, y: end.y + (control.y - end.y) * share };
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
