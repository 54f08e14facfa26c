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
/** A cluster has room for its count. */
const clusterLeast = 11;
/** Centres keep this share of the sum of their radii: the corners of a triangle reach beyond its circle. */
const apart = 1.1;

interface Cluster {
  readonly seed: MapPlace;
  readonly members: MapPlace[];
  radius: number;
  moneyMinor: number;
}

/** Area grows with money: the largest single dealer gets `most` pixels, times the scale of a small map. */
export function markRadius(moneyMinor: number, largestMinor: number, scale = 1): number {
  if (!(largestMinor > 0) || !(moneyMinor > 0)) return least;
  return Math.max(
    least,
    scale * Math.min(most + 5, least + (most - least) * Math.sqrt(moneyMinor / largestMinor)),
  );
}

/** Marks shrink with the map, down to six tenths: on a small one they would cover the land. */
export function markScale(view: { readonly width: number; readonly height: number }): number {
  return Math.min(1, Math.max(0.6, Math.min(view.width / 700, view.height / 380)));
}

/**
 * A place's level against the network: critical where at least the network's share of its positions is critical,
 * act where at least the network's share is act or worse, watch where anything is at risk at all. With the worst of
 * all positions every dealer of a large network would be critical, and the map would say nothing.
 */
export function placeLevel(byLevel: readonly number[], network: readonly number[]): RiskLevel {
  const total = sumOf(byLevel);
  const networkTotal = sumOf(network);
  let reached = 0;
  let networkReached = 0;
  for (const [index, level] of [
    [3, 'critical'],
    [2, 'act'],
  ] as const) {
    reached += byLevel[index] ?? 0;
    networkReached += network[index] ?? 0;
    if (reached > 0 && reached * networkTotal >= networkReached * total) return level;
  }
  return reached + (byLevel[1] ?? 0) > 0 ? 'watch' : 'none';
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Positions by level over all dealers: what a place is compared with. */
export function networkLevels(places: readonly Pick<MapPlace, 'warehouse' | 'byLevel'>[]): number[] {
  const dealers = places.filter((place) => !place.warehouse);
  return [0, 1, 2, 3].map((level) => dealers.reduce((sum, place) => sum + (place.byLevel[level] ?? 0), 0));
}

export function gatherMarks(
  places: readonly MapPlace[],
  largestMinor: number,
  scale = 1,
  network: readonly number[] = networkLevels(places),
): MapMark[] {
  const order = places.toSorted(
    (a, b) =>
      Number(a.warehouse) - Number(b.warehouse) || b.moneyMinor - a.moneyMinor || a.location - b.location,
  );
  let clusters = order.map((place) => lone(place, largestMinor, scale));
  // A cluster grows as it takes others in and may then touch its neighbours, so it goes on until nothing overlaps.
  for (;;) {
    const next = mergeOnce(clusters, largestMinor, scale);
    if (next.length === clusters.length) break;
    clusters = next;
  }
  return besideEachOther(clusters.map((cluster) => toMark(cluster, network)));
}

/** Warehouses do not cluster; one that would cover a mark moves out from its middle to its edge. */
function besideEachOther(marks: readonly MapMark[]): MapMark[] {
  const dealers = marks.filter((mark) => !mark.warehouse);
  return marks.map((mark) => {
    const covered = mark.warehouse
      ? dealers.find((one) => Math.hypot(one.x - mark.x, one.y - mark.y) < one.radius + mark.radius)
      : undefined;
    if (covered === undefined) return mark;
    const distance = Math.hypot(mark.x - covered.x, mark.y - covered.y);
    const [dx, dy] =
      distance < 1 ? [0.7, -0.7] : [(mark.x - covered.x) / distance, (mark.y - covered.y) / distance];
    const reach = covered.radius + mark.radius + 4;
    return { ...mark, x: covered.x + dx * reach, y: covered.y + dy * reach };
  });
}

/** Marks for what can be seen; places beyond the edge stand alone, as ends of arcs that lead out of sight. */
export function gatherMarksInView(
  places: readonly MapPlace[],
  largestMinor: number,
  view: { readonly width: number; readonly height: number },
  edge = 80,
): MapMark[] {
  const scale = markScale(view);
  const network = networkLevels(places);
  const inView = (place: MapPlace): boolean =>
    place.x > -edge && place.y > -edge && place.x < view.width + edge && place.y < view.height + edge;
  return [
    ...gatherMarks(places.filter(inView), largestMinor, scale, network),
    ...places
      .filter((place) => !inView(place))
      .map((place) => toMark(lone(place, largestMinor, scale), network)),
  ];
}

function lone(place: MapPlace, largestMinor: number, scale: number): Cluster {
  return {
    seed: place,
    members: [place],
    radius: markRadius(place.moneyMinor, largestMinor, scale),
    moneyMinor: place.moneyMinor,
  };
}

function toMark({ seed, members, radius, moneyMinor }: Cluster, network: readonly number[]): MapMark {
  const byLevel = [0, 1, 2, 3].map((level) =>
    members.reduce((sum, member) => sum + (member.byLevel[level] ?? 0), 0),
  );
  return {
    key: seed.location,
    locations: members.map((member) => member.location),
    warehouse: seed.warehouse,
    x: seed.x,
    y: seed.y,
    radius: seed.warehouse ? Math.min(9, Math.max(5, radius)) : radius,
    moneyMinor,
    byLevel,
    level: placeLevel(byLevel, network),
  };
}

function mergeOnce(clusters: readonly Cluster[], largestMinor: number, scale: number): Cluster[] {
  const kept: Cluster[] = [];
  for (const cluster of clusters.toSorted((a, b) => b.moneyMinor - a.moneyMinor)) {
    const near = cluster.seed.warehouse
      ? undefined
      : kept.find(
          (other) =>
            !other.seed.warehouse &&
            Math.hypot(other.seed.x - cluster.seed.x, other.seed.y - cluster.seed.y) <
              (other.radius + cluster.radius) * apart,
        );
    if (near === undefined) {
      kept.push({ ...cluster, members: [...cluster.members] });
    } else {
      near.members.push(...cluster.members);
      near.moneyMinor += cluster.moneyMinor;
      near.radius = Math.max(clusterLeast, markRadius(near.moneyMinor, largestMinor, scale));
    }
  }
  return kept;
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
