import type { LaneArc } from '../../../core/contract/views.ts';

export type Stage = LaneArc['stage'];
export const stages: readonly Stage[] = ['proposed', 'approved', 'moving'];
export const stageLabels: Readonly<Record<Stage, string>> = {
  proposed: 'Proposed',
  approved: 'Approved',
  moving: 'Under way',
};

/** Lanes between two marks on the screen, drawn as one arc. */
export interface MapArc {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly stage: Stage;
  readonly transfers: number;
  readonly units: number;
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
      netMinor: (before?.netMinor ?? 0) + arc.netMinor,
      lanes: [...(before?.lanes ?? []), [arc.from, arc.to]],
    });
  }
  return [...joined.values()];
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
 * told apart, beginning and ending at the marks' edges.
 */
export function arcShape(from: End, to: End, offset: number): ArcShape {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy);
  if (length < 1) return { path: '', arrow: '' };
  const bend = 0.16 + offset * 0.06;
  const control = { x: (from.x + to.x) / 2 + dy * bend, y: (from.y + to.y) / 2 - dx * bend };
  const start = towards(from, control, from.radius + 1);
  const end = towards(to, control, to.radius + 2);
  const middle = {
    x: start.x / 4 + control.x / 2 + end.x / 4,
    y: start.y / 4 + control.y / 2 + end.y / 4,
  };
  const angle = Math.atan2(end.y - start.y, end.x - start.x);
  const corner = (turn: number, size: number): string =>
    `${round(middle.x + size * Math.cos(angle + turn))} ${round(middle.y + size * Math.sin(angle + turn))}`;
  return {
    path: `M${round(start.x)} ${round(start.y)}Q${round(control.x)} ${round(control.y)} ${round(end.x)} ${round(end.y)}`,
    arrow: `M${corner(0, 5)}L${corner(2.4, 5)}L${corner(-2.4, 5)}Z`,
  };
}

/** Line width from units: the eye compares widths poorly, so it only separates one from tens from hundreds. */
export function arcWidth(units: number): number {
  return Math.min(2.75, 1.25 + 0.5 * Math.log10(Math.max(1, units)));
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
