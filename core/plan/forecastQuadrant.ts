/**
 * Positions counted over ADI × CV², on logarithmic bins that have the borders of the demand classes among their edges.
 * Values beyond the outer edges count in the outer bins. O(rows).
 */
import { intervalBorder, variationBorder } from '../forecast/demandClass.ts';

export interface QuadrantCounts {
  readonly adiEdges: readonly number[];
  readonly cv2Edges: readonly number[];
  /** CV² bins × ADI bins. */
  readonly counts: Int32Array;
  readonly positions: number;
}

/** Steps on either side of a border: each a fixed factor. */
const adiEdges = edgesAround(intervalBorder, 1, 48, 3, 16);
const cv2Edges = edgesAround(variationBorder, 0.02, 12, 9, 9);

export function countQuadrant(
  rows: Int32Array,
  adi: (row: number) => number,
  cv2: (row: number) => number,
): QuadrantCounts {
  const width = adiEdges.length - 1;
  const counts = new Int32Array(width * (cv2Edges.length - 1));
  let positions = 0;
  for (let i = 0; i < rows.length; i++) {
    const interval = adi(rows[i]);
    if (!(interval > 0)) continue;
    positions++;
    counts[binOf(cv2Edges, cv2(rows[i])) * width + binOf(adiEdges, interval)]++;
  }
  return { adiEdges, cv2Edges, counts, positions };
}

/** The bin [edge, next edge) that holds the value; the outer ones hold what lies beyond. */
export function binOf(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (edges[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function edgesAround(
  border: number,
  low: number,
  high: number,
  below: number,
  above: number,
): readonly number[] {
  const down = Array.from({ length: below }, (_, step) => low * (border / low) ** (step / below));
  const up = Array.from({ length: above + 1 }, (_, step) => border * (high / border) ** (step / above));
  return [...down, ...up].map((edge) => (edge === border ? edge : Number(edge.toPrecision(3))));
}
