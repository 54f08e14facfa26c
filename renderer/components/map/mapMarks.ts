import type { RiskLevel } from '../../../core/contract/views.ts';

/**
 * Dealers as marks on the screen, gathered into clusters where marks would overlap. Greedy: the mark with the
 * most money at risk keeps its place, and takes in whatever overlaps it; O(n · clusters), fine to a few thousand.
 */
export interface MapPlace {
  readonly location: number;
  readonly warehouse: boolean;
  readonly x: number;
  readonly y: number;
  readonly moneyMinor: number;
  readonly byLevel: readonly number[];
}

export interface MapMark {
  /** Location of the mark with the most money; stable while the cluster keeps it. */
  readonly key: number;
  readonly locations: readonly number[];
  readonly warehouse: boolean;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly moneyMinor: number;
  readonly byLevel: readonly number[];
  readonly level: RiskLevel;
}

const least = 4;
const most = 17;

/** Area grows with money: the largest single dealer gets `most` pixels. */
export function markRadius(moneyMinor: number, largestMinor: number): number {
  if (!(largestMinor > 0) || !(moneyMinor > 0)) return least;
  return Math.min(most + 5, least + (most - least) * Math.sqrt(moneyMinor / largestMinor));
}

/** A dealer's level: the worst that at least one in a hundred of its positions has reached, and one at least. */
export function placeLevel(byLevel: readonly number[]): RiskLevel {
  const total = byLevel.reduce((sum, count) => sum + count, 0);
  const enough = Math.max(1, total / 100);
  let reached = 0;
  for (const [index, level] of [
    [3, 'critical'],
    [2, 'act'],
    [1, 'watch'],
  ] as const) {
    reached += byLevel[index] ?? 0;
    if (reached >= enough) return level;
  }
  return 'none';
}

export function gatherMarks(places: readonly MapPlace[], largestMinor: number): MapMark[] {
  const order = places.toSorted(
    (a, b) =>
      Number(a.warehouse) - Number(b.warehouse) || b.moneyMinor - a.moneyMinor || a.location - b.location,
  );
  const clusters: { seed: MapPlace; members: MapPlace[]; radius: number; moneyMinor: number }[] = [];
  for (const place of order) {
    const radius = markRadius(place.moneyMinor, largestMinor);
    const near = place.warehouse
      ? undefined
      : clusters.find(
          (cluster) =>
            !cluster.seed.warehouse &&
            Math.hypot(cluster.seed.x - place.x, cluster.seed.y - place.y) < (cluster.radius + radius) * 0.9,
        );
    if (near === undefined) {
      clusters.push({ seed: place, members: [place], radius, moneyMinor: place.moneyMinor });
    } else {
      near.members.push(place);
      near.moneyMinor += place.moneyMinor;
      near.radius = Math.max(10, markRadius(near.moneyMinor, largestMinor));
    }
  }
  return clusters.map(({ seed, members, radius, moneyMinor }) => {
    const byLevel = [0, 1, 2, 3].map((level) =>
      members.reduce((sum, member) => sum + (member.byLevel[level] ?? 0), 0),
    );
    return {
      key: seed.location,
      locations: members.map((member) => member.location),
      warehouse: seed.warehouse,
      x: seed.x,
      y: seed.y,
      radius: seed.warehouse ? 5 : radius,
      moneyMinor,
      byLevel,
      level: placeLevel(byLevel),
    };
  });
}

export interface MarkLabel {
  readonly key: number;
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Names beside the largest marks, as many as fit without covering a mark or another name. */
export function placeLabels(
  marks: readonly MapMark[],
  textOf: (mark: MapMark) => string,
  view: { readonly width: number; readonly height: number },
  atMost = 24,
): MarkLabel[] {
  const height = 14;
  const taken = marks.map((mark) =>
    box(mark.x - mark.radius, mark.y - mark.radius, 2 * mark.radius, 2 * mark.radius),
  );
  const labels: MarkLabel[] = [];
  for (const mark of marks.toSorted((a, b) => b.moneyMinor - a.moneyMinor)) {
    if (labels.length >= atMost) break;
    if (mark.x < 0 || mark.y < 0 || mark.x > view.width || mark.y > view.height) continue;
    const text = textOf(mark);
    const width = 6.4 * text.length + 4;
    const own = box(mark.x - mark.radius, mark.y - mark.radius, 2 * mark.radius, 2 * mark.radius);
    const sides = [mark.x + mark.radius + 3, mark.x - mark.radius - 3 - width];
    for (const x of sides) {
      const area = box(x, mark.y - height / 2, width, height);
      if (area.left < 2 || area.right > view.width - 2) continue;
      if (taken.some((other) => !same(other, own) && overlap(other, area))) continue;
      taken.push(area);
      labels.push({ key: mark.key, x, y: mark.y, text });
      break;
    }
  }
  return labels;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function box(left: number, top: number, width: number, height: number): Box {
  return { left, top, right: left + width, bottom: top + height };
}

function same(a: Box, b: Box): boolean {
  return a.left === b.left && a.top === b.top;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
