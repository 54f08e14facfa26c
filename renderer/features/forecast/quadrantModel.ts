import type { Condition } from '../../../core/contract/grid.ts';
import type { DemandClassName } from '../../../core/contract/forecastColumns.ts';

/** A rectangle in values of the quadrant chart; null on a side that is open. */
export interface Brush {
  readonly adiFrom: number | null;
  readonly adiTo: number | null;
  readonly cv2From: number | null;
  readonly cv2To: number | null;
}

type Edges = readonly number[];

/** From two corners as shares of the axes (0 left or bottom, 1 right or top): whole bins, open at the outer edges. */
export function brushOf(
  corners: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number },
  adiEdges: Edges,
  cv2Edges: Edges,
): Brush {
  const [adiFrom, adiTo] = rangeOf(corners.x0, corners.x1, adiEdges);
  const [cv2From, cv2To] = rangeOf(corners.y0, corners.y1, cv2Edges);
  return { adiFrom, adiTo, cv2From, cv2To };
}

function rangeOf(a: number, b: number, edges: Edges): [number | null, number | null] {
  const bins = edges.length - 1;
  const bin = (share: number): number => Math.min(bins - 1, Math.max(0, Math.floor(share * bins)));
  const low = bin(Math.min(a, b));
  const high = bin(Math.max(a, b)) + 1;
  return [low === 0 ? null : (edges[low] ?? null), high === bins ? null : (edges[high] ?? null)];
}

/** The conditions of a query with the brush put in, or taken out. A bin's upper edge belongs to the next bin. */
export function brushFilter(filter: readonly Condition[], brush: Brush | null): Condition[] {
  const others = filter.filter(({ column }) => column !== 'adi' && column !== 'cv2');
  if (brush === null) return others;
  return [...others, range('adi', brush.adiFrom, brush.adiTo), range('cv2', brush.cv2From, brush.cv2To)];
}

function range(column: string, from: number | null, to: number | null): Condition {
  return {
    kind: 'number',
    column,
    from: from ?? 0,
    ...(to === null ? {} : { to: below(to) }),
  };
}

/** The nearest figure under an edge that a filter still shows as that edge. */
function below(edge: number): number {
  return Number((edge - 1e-6).toFixed(6));
}

/** The brush that a query's conditions stand for; null where there is none. */
export function brushIn(filter: readonly Condition[]): Brush | null {
  const adi = filter.find((condition) => condition.column === 'adi');
  const cv2 = filter.find((condition) => condition.column === 'cv2');
  if (adi?.kind !== 'number' && cv2?.kind !== 'number') return null;
  const ends = (condition: Condition | undefined): [number | null, number | null] => {
    if (condition?.kind !== 'number') return [null, null];
    const { from, to } = condition;
    return [from === undefined || from <= 0 ? null : from, to ?? null];
  };
  const [adiFrom, adiTo] = ends(adi);
  const [cv2From, cv2To] = ends(cv2);
  return { adiFrom, adiTo, cv2From, cv2To };
}

/** The rectangle of a class. */
export function brushOfClass(
  name: Exclude<DemandClassName, 'none'>,
  borders: { readonly adi: number; readonly cv2: number },
): Brush {
  const rare = name === 'intermittent' || name === 'lumpy';
  const varied = name === 'erratic' || name === 'lumpy';
  return {
    adiFrom: rare ? borders.adi : null,
    adiTo: rare ? null : borders.adi,
    cv2From: varied ? borders.cv2 : null,
    cv2To: varied ? null : borders.cv2,
  };
}

/** Where a value lies on an axis of equally wide bins, 0 to 1; between two edges by its logarithm. */
export function shareAt(value: number, edges: Edges): number {
  const bins = edges.length - 1;
  const first = edges[0] ?? 1;
  if (!(value > first)) return 0;
  for (let bin = 0; bin < bins; bin++) {
    const from = edges[bin] ?? 0;
    const to = edges[bin + 1] ?? 0;
    if (value < to) return (bin + Math.log(value / from) / Math.log(to / from)) / bins;
  }
  return 1;
}

export function isSameBrush(a: Brush | null, b: Brush | null): boolean {
  if (a === null || b === null) return a === b;
  const close = (x: number | null, y: number | null): boolean =>
    x === null || y === null ? x === y : Math.abs(x - y) < 1e-4;
  return (
    close(a.adiFrom, b.adiFrom) &&
    close(a.adiTo, b.adiTo) &&
    close(a.cv2From, b.cv2From) &&
    close(a.cv2To, b.cv2To)
  );
}
